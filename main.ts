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

/** The app with the stacks of the settings, before synthesis, and messages on what the stacks exclude. */
export function buildApp(settings: Settings, outdir?: string) {
  // With a cloud backend cdktf's validations run Terraform, which synthesis does not need.
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
