import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../lib/errors'
import { unknownVariables } from '../lib/settings/environment'
import { readSettings, SETTINGS_FILE } from '../lib/settings/read-settings'
import type { Settings } from '../lib/settings/settings'
import type { Environment } from '../lib/settings/variables'

const EXAMPLE = fileURLToPath(new URL('../natlens.config.example.json', import.meta.url))

/**
 * The settings of the app, from the file of the context `config` or of NATLENS_CONFIG, else from natlens.config.json, else from
 * the example. Notes report the use of the example, and unknown variables.
 * @throws {UserError} when the named file does not exist, and for mistakes in a file.
 */
export function loadSettings(
  environment: Environment,
  folder = '.',
): {
  readonly settings: Settings
  /** The example has an account that does not exist: it can be synthesized but not deployed. */
  readonly isExample: boolean
  readonly notes: readonly string[]
} {
  const warnings = unknownVariables(environment).map((each) => `warning: ${each}`)
  const named = contextOf(environment).config ?? environment.NATLENS_CONFIG
  if (named !== undefined && !existsSync(named)) {
    throw new UserError(`the settings file \`${named}\` does not exist`, {
      help: 'check the context `config` and NATLENS_CONFIG; natlens.config.example.json is one to copy',
    })
  }
  const path = named ?? join(folder, SETTINGS_FILE)
  if (named === undefined && !existsSync(path)) {
    const settings = readSettings(readFileSync(EXAMPLE, 'utf8'), environment, basename(EXAMPLE))
    const note = `there is no ${SETTINGS_FILE}: using natlens.config.example.json, which cannot be deployed`
    return { settings, isExample: true, notes: [note, ...warnings] }
  }
  const settings = readSettings(readFileSync(path, 'utf8'), environment, path)
  return { settings, isExample: false, notes: warnings }
}

/** The `context` of cdktf.json, which `cdktf synth` passes in a variable. */
function contextOf({ CDKTF_CONTEXT_JSON: text }: Environment): { readonly config?: string } {
  return text ? (JSON.parse(text) as { config?: string }) : {}
}
