import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { App } from 'cdktf'
import { loadCatalogue } from './lib/catalogue/catalogue'
import { UserError } from './lib/errors'
import type { Settings } from './lib/settings/settings'
import { CloudwatchStack } from './stacks/cloudwatch-stack'
import { LakeStack } from './stacks/lake-stack'
import { loadSettings } from './stacks/load-settings'
import { QuicksightStack } from './stacks/quicksight-stack'

/** The stacks that the settings ask for, not synthesized yet, and a sentence for each thing that they leave out. */
export function buildApp(settings: Settings, outdir?: string) {
  // The validations of cdktf run Terraform for a cloud backend, and a synthesis should not need it; `npm run validate` has it.
  const app = new App({ skipValidation: true, ...(outdir === undefined ? {} : { outdir }) })
  const catalogue = loadCatalogue()
  const { cloudwatch, lake: lakeSettings, quicksight } = settings
  const lake = lakeSettings.enabled ? [new LakeStack(app, settings, catalogue)] : []
  const stacks = [
    ...(cloudwatch.enabled ? [new CloudwatchStack(app, settings, catalogue)] : []),
    ...lake,
    ...(quicksight ? [new QuicksightStack(app, settings, quicksight, catalogue, lake)] : []),
  ]
  return { app, notes: stacks.flatMap(({ notes }) => notes) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { settings, notes } = loadSettings(process.env)
    const built = buildApp(settings)
    built.app.synth()
    for (const note of [...notes, ...built.notes]) console.error(note)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
    process.exitCode = error.exitCode
  }
}
