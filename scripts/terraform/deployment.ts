import { closest } from '../../lib/closest'
import { UsageError } from '../../lib/errors'

export const VERBS = ['deploy', 'diff', 'destroy'] as const

export type Verb = (typeof VERBS)[number]

/** What `--help` prints. */
export const USAGE = `npm run deploy|diff|destroy [-- STACK... --auto-approve]

Synthesizes the stacks of natlens.config.json (or of the file that NATLENS_CONFIG names) and applies,
plans or destroys them, each after what it depends on. Without names it takes all. cdktf does the work
where it is installed and Node.js is older than 24, else Terraform alone, with the same state.

  --auto-approve  do not ask before changing anything
  --help          print this
`

export interface DeploymentRequest {
  readonly verb: Verb
  /** All when empty. */
  readonly stacks: readonly string[]
  readonly autoApprove: boolean
}

/** A stack of the synthesized app, as its manifest describes it. */
export interface DeployableStack {
  readonly name: string
  /** Where its `cdk.tf.json` is. */
  readonly folder: string
  readonly dependencies: readonly string[]
}

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...rest: string[]]

export function asksForHelp(args: readonly string[]): boolean {
  return args.some((each) => each === '--help' || each === '-h')
}

/** @throws {UsageError} when the arguments are not a verb, names of stacks and `--auto-approve`. */
export function readRequest(args: readonly string[]): DeploymentRequest {
  const [verb, ...rest] = args
  if (!isVerb(verb)) {
    throw new UsageError(`\`${verb ?? ''}\` is none of ${VERBS.join(', ')}`)
  }
  const options = rest.filter((each) => each.startsWith('-'))
  const unknown = options.find((option) => option !== '--auto-approve')
  if (unknown !== undefined) {
    throw new UsageError(`there is no option \`${unknown}\``, {
      help: 'names of stacks and --auto-approve are taken',
    })
  }
  const stacks = rest.filter((each) => !each.startsWith('-'))
  return { verb, stacks, autoApprove: options.length > 0 }
}

/** cdktf-cli 0.21 brings a native part that Node 24 cannot load. */
export function canRunCdktf(nodeVersion: string): boolean {
  return Number(nodeVersion.replace(/^v/, '').split('.')[0]) < 24
}

/** The stacks that are meant, each after what it depends on; to destroy, before. */
export function inOrder(
  all: readonly DeployableStack[],
  { verb, stacks }: DeploymentRequest,
): readonly DeployableStack[] {
  const names = all.map(({ name }) => name)
  const unknown = stacks.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const near = closest(unknown, names)
    throw new UsageError(`the settings make no stack \`${unknown}\``, {
      help: near ? `\`${near}\` is spelled almost the same` : `there are ${names.join(', ')}`,
    })
  }
  const ordered: DeployableStack[] = []
  const visit = (stack: DeployableStack): void => {
    if (ordered.includes(stack)) return
    all.filter(({ name }) => stack.dependencies.includes(name)).forEach(visit)
    ordered.push(stack)
  }
  all.forEach(visit)
  const chosen = ordered.filter(({ name }) => stacks.length === 0 || stacks.includes(name))
  return verb === 'destroy' ? chosen.reverse() : chosen
}

/** What is run, one after the other, until one fails. */
export function commandLines(
  stacks: readonly DeployableStack[],
  { verb, autoApprove }: DeploymentRequest,
  tool: 'cdktf' | 'terraform',
): readonly CommandLine[] {
  if (tool === 'cdktf') {
    const approval = autoApprove && verb !== 'diff' ? ['--auto-approve'] : []
    const names = stacks.map(({ name }) => name)
    // `cdktf diff` takes one stack at a time.
    if (verb === 'diff') return names.map((name) => ['cdktf', 'diff', name])
    return [['cdktf', verb, ...names, ...approval]]
  }
  const approval = autoApprove && verb !== 'diff' ? ['-auto-approve'] : []
  const command = { deploy: 'apply', diff: 'plan', destroy: 'destroy' }[verb]
  return stacks.flatMap(({ folder }): CommandLine[] => [
    ['terraform', `-chdir=${folder}`, 'init', '-input=false'],
    ['terraform', `-chdir=${folder}`, command, ...approval],
  ])
}

function isVerb(word: string | undefined): word is Verb {
  return VERBS.some((verb) => verb === word)
}
