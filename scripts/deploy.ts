import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { UserError } from '../lib/errors'
import { buildApp } from '../main'
import { loadSettings } from '../stacks/load-settings'
import { canRunCdktf, commandLines, inOrder, readRequest } from './terraform/deployment'

// npm run deploy | diff | destroy [-- STACK… --auto-approve]: through cdktf where it works, else through Terraform alone.
try {
  const request = readRequest(process.argv.slice(2))
  const { settings, isExample } = loadSettings(process.env)
  if (isExample) {
    throw new UserError('there is no natlens.config.json', {
      help: 'copy natlens.config.example.json and say in it what is yours',
    })
  }
  const { app, notes } = buildApp(settings)
  app.synth()
  for (const note of notes) console.error(note)

  const stacks = Object.values(app.manifest.stacks).map(({ name, dependencies }) => ({
    name,
    dependencies,
    folder: join(app.outdir, 'stacks', name),
  }))
  const tool = canRunCdktf(process.version) && runs('cdktf', '--version') ? 'cdktf' : 'terraform'
  for (const [program, ...rest] of commandLines(inOrder(stacks, request), request, tool)) {
    console.error(`> ${[program, ...rest].join(' ')}`)
    const { status, error } = spawnSync(program, rest, { stdio: 'inherit' })
    if (error) throw new UserError(`\`${program}\` does not start: ${error.message}`)
    if (status !== 0) {
      process.exitCode = status ?? 1
      break
    }
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
  process.exitCode = error.exitCode
}

function runs(program: string, ...rest: readonly string[]): boolean {
  return spawnSync(program, rest, { stdio: 'ignore' }).status === 0
}
