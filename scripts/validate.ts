import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildApp } from '../main'
import { examplePlans, type ExamplePlan } from './terraform/plans'
import { OFFLINE_OVERRIDE, openTerraform, type Terraform } from './terraform/terraform'

// Runs the real `terraform init`, `validate` and `plan` over every stack of some deployments, without an account.
const terraform = await openTerraform(process.env)
if (!terraform) {
  console.log('not run: there is no `terraform` on the PATH')
} else {
  console.log(`Terraform ${terraform.version}, providers from ${terraform.providers}`)
  try {
    for (const plan of examplePlans()) await validate(plan, terraform)
  } finally {
    await terraform.close()
  }
}

async function validate({ name, settings }: ExamplePlan, terraform: Terraform): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), 'natlens-validate-'))
  try {
    const { app } = buildApp(settings, outdir)
    app.synth()
    for (const stack of Object.keys(app.manifest.stacks)) {
      const folder = join(outdir, 'stacks', stack)
      const started = performance.now()
      let verdict: string
      try {
        verdict = await planned(folder, terraform)
      } catch (error) {
        verdict = `FAILED\n${(error as Error).message}`
        process.exitCode = 1
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${name}: ${stack}: ${verdict} (${seconds} s)`)
    }
  } finally {
    await rm(outdir, { recursive: true, force: true })
  }
}

/** `valid, 31 to add, provider 5.100.0` */
async function planned(folder: string, terraform: Terraform): Promise<string> {
  await writeFile(join(folder, 'offline_override.tf.json'), JSON.stringify(OFFLINE_OVERRIDE))
  await terraform.run(folder, 'init', '-no-color')
  await terraform.run(folder, 'validate', '-no-color')
  const printed = await terraform.run(folder, 'plan', '-no-color', '-lock=false', '-refresh=false')
  const change = /^Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/m.exec(printed)
  if (!change) throw new Error(`no plan in: ${printed}`)
  const versions = JSON.parse(await terraform.run(folder, 'version', '-json')) as {
    provider_selections: Readonly<Record<string, string>>
  }
  const provider = versions.provider_selections['registry.terraform.io/hashicorp/aws']
  return `valid, ${change[1]} to add, provider ${provider}`
}
