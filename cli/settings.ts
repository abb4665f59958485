import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Options } from 'yargs'
import { UserError } from '../lib/errors'
import type { Settings } from '../lib/settings/settings'
import { possibleSettings } from '../lib/settings/variables'
import type { Terminal } from './terminal'

const FILE = 'natlens.config.json'

export const configOption = {
  config: {
    type: 'string',
    describe: `The settings file (default: NATLENS_CONFIG, else ${FILE} in this folder)`,
  },
} as const satisfies Record<string, Options>

/**
 * The settings of the named file, or of the file in the current folder, overridden by variables. Undefined without a file
 * and variables.
 * @throws {UserError} when a named file cannot be read, or for mistakes in a file.
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
      help: 'check --config and NATLENS_CONFIG; natlens.config.example.json is one to copy',
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
