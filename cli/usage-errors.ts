import { closest } from '../lib/closest'
import { UsageError } from '../lib/errors'

export interface CommandLine {
  /** What was typed, in order. */
  readonly words: readonly string[]
  /** `natlens run`, or `natlens` when no command was found. */
  readonly program: string
  /** Names of the options that the command takes, without hyphens in front. */
  readonly options: readonly string[]
}

/** One message and one hint for what yargs found wrong; its own text is passed on only when it is not known here. */
export function usageErrorOf(message: string, line: CommandLine): UsageError {
  const hint = { help: `\`${line.program} --help\` shows what it takes` }

  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)
  if (unknown) return unknownArgument(unknown[1]!.split(', '), line, hint)

  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)$/m.exec(message)
  if (choice) {
    const [, option, given, choices] = choice
    const subject = line.options.includes(option!) ? flag(option!) : option!
    return new UsageError(`${subject} \`${given!.replace(/^"|"$/g, '')}\` is not known`, {
      help: `it is one of ${choices!.replaceAll('"', '')}`,
    })
  }

  const missing = /^Missing required arguments?: (.*)/.exec(message)
  if (missing) {
    return new UsageError(`${missing[1]!.split(', ').map(flag).join(', ')} is missing`, hint)
  }

  const valueless = /^Not enough arguments following: (\S+)/.exec(message)
  if (valueless) return new UsageError(`${flag(valueless[1]!)} is given without a value`, hint)

  if (/^Not enough non-option arguments/.test(message)) {
    return new UsageError(`\`${line.program}\` is given too little`, hint)
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
    near === undefined ? hint : { help: `\`${flag(near)}\` is spelled almost the same` },
  )
}

function flag(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}
