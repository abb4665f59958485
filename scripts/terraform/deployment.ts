import { closest } from '../../lib/closest'
import { UsageError } from '../../lib/errors'

export const VERBS = ['deploy', 'diff', 'destroy'] as const

export type Verb = (typeof VERBS)[number]

/** The text of `--help`. */
export const USAGE = `npm run deploy|diff|destroy [-- STACK... --auto-approve]

Synthesizes the stacks of natlens.config.json (or of the file that NATLENS_CONFIG names) and applies,
plans or destroys them in the order of their dependencies; default: all stacks. Uses cdktf when it is
installed and Node.js is older than 24, else Terraform, with the same state.

  --auto-approve  change resources without confirmation
  --help          print this help
`

export interface DeploymentRequest {
  readonly verb: Verb
  /** Empty: all. */
  readonly stacks: readonly string[]
  readonly autoApprove: boolean
}

/** A stack in the manifest of the synthesized app. */
export interface DeployableStack {
  readonly name: string
  /** The folder of its `cdk.tf.json`. */
  readonly folder: string
  readonly dependencies: readonly string[]
}

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...rest: string[]]

export function isHelp(args: readonly string[]): boolean {
  return args.some((each) => each === '--help' || each === '-h')
}

/** @throws {UsageError} when the arguments are not a verb, names of stacks and `--auto-approve`. */
export function readRequest(args: readonly string[]): DeploymentRequest {
  const [verb, ...rest] = args
  if (!isVerb(verb)) {
    throw new UsageError(`\`${verb ?? ''}\` is not one of ${VERBS.join(', ')}`)
  }
  const options = rest.filter((each) => each.startsWith('-'))
  const unknown = options.find((option) => option !== '--auto-approve')
  if (unknown !== undefined) {
    throw new UsageError(`unknown option \`${unknown}\``, {
      help: 'valid arguments are names of stacks and --auto-approve',
    })
  }
  const stacks = rest.filter((each) => !each.startsWith('-'))
  return { verb, stacks, autoApprove: options.length > 0 }
}

/** cdktf-cli 0.21 has a native module that Node 24 cannot load. */
export function canRunCdktf(nodeVersion: string): boolean {
  return Number(nodeVersion.replace(/^v/, '').split('.')[0]) < 24
}

/** The requested stacks, each after its dependencies or, to destroy, before them. */
export function inOrder(
  all: readonly DeployableStack[],
  { verb, stacks }: DeploymentRequest,
): readonly DeployableStack[] {
  const names = all.map(({ name }) => name)
  const unknown = stacks.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const near = closest(unknown, names)
    throw new UsageError(`the settings have no stack \`${unknown}\``, {
      help: near ? `Did you mean \`${near}\`?` : `the stacks are ${names.join(', ')}`,
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

/** The commands to run until one fails. */
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
