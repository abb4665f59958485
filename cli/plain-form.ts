import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Command, ExitCode } from './command'
import { COMMANDS, isVerb } from './commands'
import type { Terminal } from './terminal'

/**
 * Reads a command line of the plain form, a verb with its own options and arguments, and gives the work to do.
 *
 * yargs takes longer to load than a small question to answer. Whatever is not plain (help, completion, any mistake) is
 * undefined here and left to yargs, which knows what to say about it.
 */
export async function plainForm(
  [verb, ...words]: readonly string[],
  terminal: Terminal,
): Promise<(() => Promise<ExitCode>) | undefined> {
  if (verb === undefined || !isVerb(verb)) return undefined
  const command: Command = await COMMANDS[verb]()
  const args = plainArguments(words, command)
  const run: (args: never, terminal: Terminal) => Promise<ExitCode> = command.run
  return args && (() => run(args as never, terminal))
}

/** The arguments by their names in camel case, as yargs gives them; undefined when yargs must look at them. */
export function plainArguments(
  words: readonly string[],
  { usage, positionals: expected, options }: Pick<Command, 'usage' | 'positionals' | 'options'>,
): Readonly<Record<string, unknown>> | undefined {
  const table: ParseArgsConfig['options'] = { debug: { type: 'boolean' } }
  for (const [name, { type, alias, array }] of Object.entries(options)) {
    if (type !== 'string' && type !== 'boolean') return undefined
    table[name] = { type, multiple: true, ...(typeof alias === 'string' && { short: alias }) }
    if (array && type !== 'string') return undefined
  }
  const read = attempt(() =>
    parseArgs({ args: [...words], options: table, allowPositionals: true }),
  )
  if (!read) return undefined

  const args: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(options)) {
    const { array, choices, demandOption } = option
    const byDefault: unknown = option.default
    const values = (read.values[name] as (string | boolean)[] | undefined) ?? []
    if (values.length > 1 && !array) return undefined
    if (choices && !values.every((value) => (choices as readonly unknown[]).includes(value)))
      return undefined
    const value: unknown = values.length === 0 ? byDefault : array ? values : values[0]
    if (value !== undefined) args[camelCase(name)] = value
    else if (demandOption) return undefined
  }
  const positionals = byName(usage, read.positionals)
  const isChoice = ([name, value]: [string, unknown]) =>
    (expected[name]?.choices as readonly unknown[] | undefined)?.includes(value) ?? true
  if (!positionals || !Object.entries(positionals).every(isChoice)) return undefined
  return { ...args, ...positionals }
}

/** Positional arguments by the names that the usage gives them: `run [name] [paths..]`, `show <name>`. */
function byName(usage: string, given: readonly string[]): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = {}
  let rest = given
  for (const [, open, name, many] of usage.matchAll(/([<[])(\w+)(\.\.)?[>\]]/g)) {
    if (open === '<' && rest.length === 0) return undefined
    if (many) args[name!] = rest
    else if (rest.length > 0) args[name!] = rest[0]
    rest = many ? [] : rest.slice(1)
  }
  return rest.length === 0 ? args : undefined
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
