import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../lib/errors'
import type { Environment } from '../lib/settings/environment'
import { readSettings, SETTINGS_FILE } from '../lib/settings/read-settings'
import type { Settings } from '../lib/settings/settings'

/** Read when there is no file of one's own. */
const EXAMPLE = fileURLToPath(new URL('../natlens.config.example.json', import.meta.url))

/**
 * The settings of the app: the file that the context `config` or NATLENS_CONFIG names, `natlens.config.json`, or the example,
 * of which a note speaks.
 * @throws {UserError} when a file that was named is not there, or for what is wrong in it.
 */
export function loadSettings(
  environment: Environment,
  folder = '.',
): {
  readonly settings: Settings
  /** Of nobody's account: good for a look, not for a deployment. */
  readonly isExample: boolean
  readonly notes: readonly string[]
} {
  const named = contextOf(environment).config ?? environment.NATLENS_CONFIG
  if (named !== undefined && !existsSync(named)) {
    throw new UserError(`the settings file \`${named}\` is not there`, {
      help: 'the context `config` or NATLENS_CONFIG names it; natlens.config.example.json is one to copy',
    })
  }
  const path = named ?? join(folder, SETTINGS_FILE)
  if (named === undefined && !existsSync(path)) {
    const settings = readSettings(readFileSync(EXAMPLE, 'utf8'), environment, basename(EXAMPLE))
    const note = `there is no ${SETTINGS_FILE}: this is natlens.config.example.json, which deploys nowhere`
    return { settings, isExample: true, notes: [note] }
  }
  const settings = readSettings(readFileSync(path, 'utf8'), environment, path)
  return { settings, isExample: false, notes: [] }
}

/** What `cdktf synth` passes on of cdktf.json's `context`. */
function contextOf({ CDKTF_CONTEXT_JSON: text }: Environment): { readonly config?: string } {
  return text ? (JSON.parse(text) as { config?: string }) : {}
}
