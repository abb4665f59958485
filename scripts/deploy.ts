import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { UserError } from '../lib/errors'
import { loadSettings } from '../stacks/load-settings'
import {
  isHelp,
  canRunCdktf,
  commandLines,
  inOrder,
  readRequest,
  USAGE,
} from './terraform/deployment'

// npm run deploy | diff | destroy [-- STACK… --auto-approve]: with cdktf where it runs, else with Terraform.
try {
  const args = process.argv.slice(2)
  if (isHelp(args)) console.log(USAGE)
  else await deploy(args)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
  process.exitCode = error.exitCode
}

async function deploy(args: readonly string[]): Promise<void> {
  const request = readRequest(args)
  const { settings, isExample } = loadSettings(process.env)
  if (isExample) {
    throw new UserError('there is no natlens.config.json', {
      help: 'copy natlens.config.example.json and edit it for your account',
    })
  }
  if (!runs('terraform', 'version')) {
    throw new UserError('`terraform` is not on the PATH', {
      help: 'install 1.6 or later: https://developer.hashicorp.com/terraform/install',
    })
  }
  // After the checks, since CDKTF takes seconds to load.
  const { buildApp } = await import('../main')
  const { app, notes } = buildApp(settings)
  app.synth()
  for (const note of notes) console.error(note)

  const stacks = Object.values(app.manifest.stacks).map(({ name, dependencies }) => ({
    name,
    dependencies,
    folder: join(app.outdir, 'stacks', name),
  }))
  const tool = canRunCdktf(process.version) && runs('cdktf', '--version') ? 'cdktf' : 'terraform'
  const commands = commandLines(inOrder(stacks, request), request, tool)
  for (const [index, [program, ...rest]] of commands.entries()) {
    console.error(`> ${[program, ...rest].join(' ')}`)
    const { status, signal } = spawnSync(program, rest, { stdio: 'inherit' })
    if (status === 0) continue

    const notRun = commands.slice(index + 1)
    console.error(`error: the command failed with ${signal ?? status}`)
    if (notRun.length > 0)
      console.error(`  not run: ${notRun.map((command) => command.join(' ')).join('; ')}`)
    process.exitCode = status ?? 1
    return
  }
}

function runs(program: string, ...rest: readonly string[]): boolean {
  return spawnSync(program, rest, { stdio: 'ignore' }).status === 0
}
