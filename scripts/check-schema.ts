import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { buildApp } from '../main'
import { examplePlans, laterPlans } from './terraform/plans'

// Checks the stacks of example deployments against the schema of a provider that is not installed. SCHEMA_VALIDATOR is a
// program with the arguments `--schema FILE FOLDER`, PROVIDER_SCHEMA the output of `terraform providers schema -json`.
const validator = process.env['SCHEMA_VALIDATOR']
const schema = process.env['PROVIDER_SCHEMA']
const run = promisify(execFile)
if (!validator || !schema) {
  console.log('not run: SCHEMA_VALIDATOR and PROVIDER_SCHEMA are required')
} else {
  for (const { name, settings } of [...examplePlans(), ...laterPlans()]) {
    const outdir = await mkdtemp(join(tmpdir(), 'natlens-schema-'))
    try {
      // Without `aws_lambda_invocation`, which the schema may lack; `npm run validate` checks it.
      const lake = { ...settings.lake, addPartitionsOnApply: false }
      buildApp({ ...settings, lake }, outdir).app.synth()
      const { stdout } = await run(process.execPath, [validator, '--schema', schema, outdir])
      console.log(`${name}: ${stdout.trim()}`)
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      console.log(`${name}: FAILED\n${stdout}${stderr}`.trim() || (error as Error).message)
      process.exitCode = 1
    } finally {
      await rm(outdir, { recursive: true, force: true })
    }
  }
}
