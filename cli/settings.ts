import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Options } from 'yargs'
import { UsageError, UserError } from '../lib/errors'
import type { Settings } from '../lib/settings/settings'
import { possibleSettings } from '../lib/settings/variables'
import type { Terminal } from './terminal'

const FILE = 'natlens.config.json'

export const configOption = {
  config: {
    type: 'string',
    describe: `The settings; NATLENS_CONFIG or ${FILE} in this folder unless told`,
  },
} as const satisfies Record<string, Options>

/**
 * The settings of the file that is named or lies in the current folder, with the variables over it; undefined when there is
 * neither a file nor a variable. Never the example: it deploys nowhere, so there is nothing of it to ask.
 * @throws {UserError} when a file that was named cannot be read, or for what is wrong in it.
 */
export async function findSettings(
  { config }: { readonly config?: string | undefined },
  terminal: Terminal,
): Promise<Settings | undefined> {
  const { environment, folder } = terminal
  const named = config ?? (environment.NATLENS_CONFIG || undefined)
  const name = named ?? FILE
  const text = await readFile(resolve(folder, name), 'utf8').catch((cause: Error) => {
    if (named === undefined && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new UserError(`the settings file \`${name}\` cannot be read: ${cause.message}`, {
      help: 'it is named by --config or NATLENS_CONFIG; natlens.config.example.json is one to copy',
      cause,
    })
  })
  if (text === undefined && possibleSettings(environment).length === 0) return undefined

  const [{ readSettings }, { overridesOf, unknownVariables }] = await Promise.all([
    import('../lib/settings/read-settings'),
    import('../lib/settings/environment'),
  ])
  for (const warning of unknownVariables(environment)) terminal.say(`warning: ${warning}`)
  if (text === undefined && overridesOf(environment).length === 0) return undefined
  return readSettings(text, environment, name)
}

/** @throws {UsageError} for what neither an option nor the settings tell. */
export function told<T>(option: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new UsageError(`${option} is missing`, {
    help: `there is no ${FILE} in this folder to tell it; --config names one elsewhere`,
  })
}
