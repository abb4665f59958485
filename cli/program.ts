import yargs, { type Argv } from 'yargs'
import { version } from '../package.json'
import { closest } from '../lib/closest'
import { UsageError } from '../lib/errors'
import type { Command, ExitCode } from './command'
import { COMMANDS, isVerb, VERBS, type Verb } from './commands'
import type { Terminal } from './terminal'
import { NO_COMMAND, toUsageError } from './usage-errors'

const COMPLETION = 'completion'
const COMPLETION_REQUEST = '--get-yargs-completions'
const MAX_HELP_WIDTH = 100

/** Reads the command line and runs its command. */
export async function program(given: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const words = joinStdin(given[0] === 'help' ? [...given.slice(1), '--help'] : given)
  const verb = findVerb(words)
  const commands = await Promise.all((verb ? [verb] : VERBS).map((name) => COMMANDS[name]()))

  let runCommand: (() => Promise<ExitCode>) | undefined
  const parser = configure(yargs([...words]), terminal)
  for (const command of commands) {
    parser.command(
      command.usage,
      command.describe,
      (builder) => declare(builder, command),
      (args) => {
        const run: (args: never, terminal: Terminal) => Promise<ExitCode> = command.run
        refuseRepeated(args, command)
        runCommand = () => run(args as never, terminal)
      },
    )
  }
  parser.fail((message, error) => {
    if (!message) throw error
    throw toUsageError(message, {
      words,
      program: verb ? `natlens ${verb}` : 'natlens',
      options: commands.flatMap((command) => Object.keys(command.options)),
    })
  })
  await parser.parseAsync()
  return runCommand ? runCommand() : 0
}

/** yargs takes the `-` behind `--path` for an option without a name. */
function joinStdin(words: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const word of words) {
    const previous = joined.at(-1)
    if (word === '-' && (previous === '--path' || previous === '-p'))
      joined.splice(-1, 1, '--path=-')
    else joined.push(word)
  }
  return joined
}

/** The command to run; undefined for help, the version or a completion. */
function findVerb(words: readonly string[]): Verb | undefined {
  if (words.includes(COMPLETION_REQUEST)) return undefined
  const plain = words.filter((word) => !word.startsWith('-'))
  const verb = plain.find((word) => isVerb(word))
  if (verb || plain.length === 0 || plain[0] === COMPLETION) return verb

  const near = closest(plain[0]!, [...VERBS, COMPLETION])
  throw new UsageError(`unknown command \`${plain[0]}\``, {
    help: near ? `Did you mean \`natlens ${near}\`?` : '`natlens --help` lists the commands',
  })
}

function configure(parser: Argv, { layout }: Terminal): Argv {
  return parser
    .scriptName('natlens')
    .usage('$0 <command>\n\nWho is using the NAT gateway, for what, and what does it cost?')
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .option('debug', { type: 'boolean', describe: 'Print the stack trace of an error' })
    .help('help', 'Print the help of a command')
    .alias('help', 'h')
    .version('version', 'Print the version', version)
    .completion(COMPLETION, 'Print a completion script for bash or zsh', completions)
    .example([
      ['$0 list', 'List the queries'],
      ['$0 summary --path logs/', 'Traffic, cost and peak at a glance'],
      ['$0 run nat/conversations --path logs/', 'Who uses the NAT gateways'],
    ])
    .demandCommand(1, NO_COMMAND)
    .strict()
    .exitProcess(false)
    .detectLocale(false)
    .wrap(Math.min(MAX_HELP_WIDTH, layout.width ?? MAX_HELP_WIDTH))
}

function declare(parser: Argv, { positionals, options, examples }: Command): Argv {
  for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional)
  for (const [name, option] of Object.entries(options)) {
    // One value at a time: `--path a b` must not take the name of the query.
    const nargs = option.type === 'string' ? { nargs: 1 } : {}
    parser.option(name, { ...option, ...nargs, group: 'Options:' })
  }
  parser.group(['debug', 'help', 'version'], 'Global options:')
  return parser.example(examples.map(([line, purpose]) => [`$0 ${line}`, purpose]))
}

/** @throws {UsageError} for two values of an option that takes one: yargs would give both. */
function refuseRepeated(args: Record<string, unknown>, { options }: Command): void {
  for (const [name, option] of Object.entries(options)) {
    if (!option.array && Array.isArray(args[name])) {
      throw new UsageError(`--${name} can be given only once`)
    }
  }
}

async function completions(
  current: string,
  args: { readonly _?: readonly (string | number)[] },
  byDefault: (done: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): Promise<void> {
  const verb = args._?.find((word) => word === 'run' || word === 'show')
  if (verb === undefined || current.startsWith('-')) {
    byDefault((_error, words) => done(words ?? []))
    return
  }
  const { loadCatalogue } = await import('../lib/catalogue/catalogue')
  done(
    loadCatalogue()
      .all()
      .map(({ name }) => name),
  )
}
