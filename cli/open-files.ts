import type { Engine } from '../lib/engines/engine'
import type { FileEngineModule } from '../lib/engines/engine-module'
import type { ConnectLake } from '../lib/engines/engine-world'
import type { ListedFiles } from '../lib/engines/listed-files'
import { UsageError } from '../lib/errors'
import { parseTimeRange } from '../lib/time-range'
import type { TimeRange } from '../lib/time'
import { connect } from './aws-clients'
import type { ArgumentsOf } from './command'
import { FILE_ENGINE } from './engines/engine-list'
import { engineSetup, type SetupArguments } from './engines/engine-setup'
import { isS3Address, parseS3Address } from './fetch/s3-address'
import type { inputOptions } from './options'
import type { Terminal } from './terminal'

export interface InputArguments extends Partial<ArgumentsOf<typeof inputOptions>> {
  readonly config?: string | undefined
  /** Of the question, so that its start and that of the fetched files are the same; default: that of `from` and `to`. */
  readonly range?: TimeRange | undefined
}

/** Opens the engine that reads files; loads its runtime, and fetches the objects of addresses in S3. */
export async function openFiles(
  { path = [], lateness = '30m', ...args }: InputArguments,
  terminal: Terminal,
  engine: FileEngineModule = FILE_ENGINE,
  connectLake: ConnectLake = connect,
): Promise<Engine> {
  const paths = path.filter((each) => !isS3Address(each))
  const addresses = path.filter(isS3Address)
  const setupArgs = { ...args, lateness }
  const listed = await listedFiles(addresses, setupArgs, terminal, connectLake)
  const setup = engineSetup(setupArgs, paths, undefined, terminal, listed)
  return engine.open(engine.locate(setup))
}

async function listedFiles(
  addresses: readonly string[],
  args: InputArguments & SetupArguments,
  terminal: Terminal,
  connectLake: ConnectLake,
): Promise<readonly ListedFiles[]> {
  if (addresses.length === 0) {
    const unused = args.region !== undefined ? '--region' : args.profile && '--profile'
    if (unused) throw new UsageError(`${unused} does not apply to files`)
    return []
  }
  const { fetchPaths } = await import('./fetch/fetch-paths')
  const { latenessSeconds, cacheFolder, cacheBytes } = engineSetup(args, [], undefined, terminal)
  const request = {
    addresses: addresses.map(parseS3Address),
    range: args.range ?? parseTimeRange(args, terminal.now()),
    latenessSeconds,
    // Without space nothing is kept.
    cacheFolder: cacheBytes === 0 ? undefined : cacheFolder,
    cacheBytes,
    yes: args.yes === true,
    args,
  }
  return fetchPaths(request, terminal, connectLake)
}
