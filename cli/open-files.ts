import type { Engine } from '../lib/engines/engine'
import type { FileEngineModule } from '../lib/engines/engine-module'
import type { ArgumentsOf } from './command'
import { FILE_ENGINE } from './engines/engine-list'
import { engineSetup } from './engines/engine-setup'
import type { inputOptions } from './options'
import type { Terminal } from './terminal'

export type InputArguments = Partial<ArgumentsOf<typeof inputOptions>>

/** Opens the engine that reads files; loads its runtime. */
export async function openFiles(
  { path = [], lateness = '30m', ...args }: InputArguments,
  terminal: Terminal,
  engine: FileEngineModule = FILE_ENGINE,
): Promise<Engine> {
  const setup = engineSetup({ ...args, lateness }, path, undefined, terminal)
  return engine.open(engine.locate(setup))
}
