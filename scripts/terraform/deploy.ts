import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { UserError } from '../../lib/errors'
import type { Settings } from '../../lib/settings/settings'
import { loadSettings } from '../../stacks/load-settings'
import {
  canRunCdktf,
  commandLines,
  inOrder,
  isHelp,
  readRequest,
  USAGE,
  type CommandLine,
  type DeployableStack,
} from './deployment'

/** What `deploy` reads, runs and writes. */
export interface DeploymentWorld {
  readonly environment: NodeJS.ProcessEnv
  /** Where the settings are. */
  readonly folder: string
  /** Runs a program; its output is shown or discarded. */
  run(command: CommandLine, output: 'shown' | 'discarded'): CommandEnd
  synthesize(settings: Settings): Promise<{
    readonly stacks: readonly DeployableStack[]
    readonly notes: readonly string[]
  }>
  printHelp(text: string): void
  printMessage(text: string): void
}

interface CommandEnd {
  readonly status: number | null
  readonly signal?: string | null
}

/** Runs the commands of a deployment until one fails, and returns the exit code. @throws {UserError} before the first command. */
export async function deploy(
  args: readonly string[],
  world: DeploymentWorld = machine,
): Promise<number> {
  if (isHelp(args)) {
    world.printHelp(USAGE)
    return 0
  }
  const request = readRequest(args)
  const { settings, isExample } = loadSettings(world.environment, world.folder)
  if (isExample) {
    throw new UserError('there is no natlens.config.json', {
      help: 'copy natlens.config.example.json and edit it for your account',
    })
  }
  const runs = (...command: CommandLine) => world.run(command, 'discarded').status === 0
  if (!runs('terraform', 'version')) {
    throw new UserError('`terraform` is not on the PATH', {
      help: 'install 1.6 or later: https://developer.hashicorp.com/terraform/install',
    })
  }
  const { stacks, notes } = await world.synthesize(settings)
  for (const note of notes) world.printMessage(note)

  const tool = canRunCdktf(process.version) && runs('cdktf', '--version') ? 'cdktf' : 'terraform'
  const commands = commandLines(inOrder(stacks, request), request, tool)
  for (const [index, command] of commands.entries()) {
    world.printMessage(`> ${command.join(' ')}`)
    const { status, signal } = world.run(command, 'shown')
    if (status === 0) continue

    world.printMessage(`error: the command failed with ${signal ?? status}`)
    const notRun = commands.slice(index + 1)
    if (notRun.length > 0)
      world.printMessage(`  not run: ${notRun.map((each) => each.join(' ')).join('; ')}`)
    return status ?? 1
  }
  return 0
}

const machine: DeploymentWorld = {
  environment: process.env,
  folder: '.',
  run: ([program, ...rest], output) =>
    spawnSync(program, rest, { stdio: output === 'shown' ? 'inherit' : 'ignore' }),
  async synthesize(settings) {
    // Loaded here, since CDKTF takes seconds to load.
    const { buildApp } = await import('../../main')
    const { app, notes } = buildApp(settings)
    app.synth()
    const stacks = Object.values(app.manifest.stacks).map(({ name, dependencies }) => ({
      name,
      dependencies,
      folder: join(app.outdir, 'stacks', name),
    }))
    return { stacks, notes }
  },
  printHelp: (text) => console.log(text),
  printMessage: (text) => console.error(text),
}
