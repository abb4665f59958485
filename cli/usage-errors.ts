import { closest } from '../lib/closest'
import { UsageError } from '../lib/errors'

export interface CommandLine {
  /** The arguments, in order. */
  readonly words: readonly string[]
  /** `natlens run`, or `natlens` without a command. */
  readonly program: string
  /** Names of the command's options, without leading hyphens. */
  readonly options: readonly string[]
}

/** The message of {@link toUsageError} for a command line without a command. */
export const NO_COMMAND = 'no command'

/** An error in natlens's words for a message of yargs; an unknown message stays as it is. */
export function toUsageError(message: string, line: CommandLine): UsageError {
  const hint = { help: `see \`${line.program} --help\`` }

  if (message === NO_COMMAND) {
    return new UsageError('Which command? For example `natlens summary --path logs/`.', {
      help: '`natlens --help` lists the commands',
    })
  }

  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)
  if (unknown) return unknownArgument(unknown[1]!.split(', '), line, hint)

  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)$/m.exec(message)
  if (choice) {
    const [, option, given, choices] = choice
    const subject = line.options.includes(option!) ? flag(option!) : option!
    return new UsageError(`${subject} \`${given!.replace(/^"|"$/g, '')}\` is invalid`, {
      help: `valid values: ${choices!.replaceAll('"', '')}`,
    })
  }

  const missing = /^Missing required arguments?: (.*)/.exec(message)
  if (missing) {
    const flags = missing[1]!.split(', ').map(flag)
    return new UsageError(`${flags.join(', ')} ${flags.length === 1 ? 'is' : 'are'} required`, hint)
  }

  const valueless = /^Not enough arguments following: (\S+)/.exec(message)
  if (valueless) return new UsageError(`${flag(valueless[1]!)} requires a value`, hint)

  if (/^Not enough non-option arguments/.test(message)) {
    return new UsageError(`\`${line.program}\` requires an argument`, hint)
  }
  return new UsageError(message.charAt(0).toLowerCase() + message.slice(1), hint)
}

function unknownArgument(
  names: readonly string[],
  { words, options }: CommandLine,
  hint: { readonly help: string },
): UsageError {
  const isOption = (name: string) =>
    words.some((word) => word === flag(name) || word.startsWith(`${flag(name)}=`))
  const option = names.find(isOption)
  if (option === undefined) return new UsageError(`unexpected argument \`${names[0]!}\``, hint)

  const near = closest(option, options)
  return new UsageError(
    `unknown option \`${flag(option)}\``,
    near === undefined ? hint : { help: `Did you mean \`${flag(near)}\`?` },
  )
}

function flag(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}
