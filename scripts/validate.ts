import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildApp } from '../main'
import { examplePlans, type ExamplePlan } from './terraform/plans'
import {
  OFFLINE_OVERRIDE,
  openTerraform,
  providerVersion,
  type Terraform,
} from './terraform/terraform'

// Runs `terraform init`, `validate` and `plan` on every stack of example deployments, without an account. With a folder as
// argument it also writes the plans there as JSON, one file for each stack.
const plans = process.argv[2]
const PLAN_OPTIONS = ['-no-color', '-lock=false', '-refresh=false', '-out=plan'] as const
const terraform = await openTerraform(process.env)
if (!terraform) {
  console.log('not run: `terraform` is not on the PATH')
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
        if (plans !== undefined) await keepPlan(folder, `${name}: ${stack}`, plans, terraform)
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
  const printed = await terraform.run(folder, 'plan', ...PLAN_OPTIONS)
  const change = /^Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/m.exec(printed)
  if (!change) throw new Error(`no plan in: ${printed}`)
  return `valid, ${change[1]} to add, provider ${await providerVersion(folder, terraform)}`
}

async function keepPlan(
  folder: string,
  name: string,
  plans: string,
  terraform: Terraform,
): Promise<void> {
  const plan = await terraform.run(folder, 'show', '-json', 'plan')
  await mkdir(plans, { recursive: true })
  await writeFile(join(plans, `${name.replace(/[^\w-]+/g, '-')}.json`), plan)
}
