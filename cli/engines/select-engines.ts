import type {
  EngineModule,
  FileEngineModule,
  RemoteEngineModule,
} from '../../lib/engines/engine-module'
import { UsageError } from '../../lib/errors'
import type { FlowLogKind } from '../../lib/flow-log/transit-gateway'
import { isS3Address } from '../fetch/s3-address'
import { engineNamed, FILE_ENGINE } from './engine-list'
import type { EngineArguments } from './engine-options'
import { enginesWithOptions, refuseUnsupported, refuseRemoteOptions } from './option-owners'

/** The result of the options: an engine that reads files, or the remote engines to choose from. */
export type Selection =
  | { readonly kind: 'files'; readonly engine: FileEngineModule }
  | { readonly kind: 'remote'; readonly engines: readonly RemoteEngineModule[] }

/** Options for files only. */
interface FileArguments {
  readonly path?: readonly string[] | undefined
  readonly exclude?: string[] | undefined
  readonly kind?: FlowLogKind | undefined
}

/**
 * Selects the engine that `--engine` names, one that reads files where there is a path, else each that has the given options.
 *
 * @param paths those of `--path` and of the arguments.
 * @throws {UsageError} for options that cannot be combined.
 */
export function selectEngines(
  args: EngineArguments & FileArguments,
  paths: readonly string[],
): Selection {
  const engine = selectedEngine(args.engine, paths)
  if (!engine?.readsFiles) refuseFileOptions(args)
  if (!engine) return { kind: 'remote', engines: enginesWithOptions(args) }
  if (engine.readsFiles) {
    // How AWS is called also applies to addresses in S3.
    refuseRemoteOptions(
      paths.some(isS3Address) ? { ...args, region: undefined, profile: undefined } : args,
    )
    return { kind: 'files', engine }
  }
  if (paths.length > 0) {
    throw new UsageError(`--engine ${engine.name} does not read files`, {
      help: args.path
        ? 'use it without --path'
        : `\`${paths[0]}\` is an extra argument, which names a file`,
    })
  }
  refuseUnsupported(engine, args)
  return { kind: 'remote', engines: [engine] }
}

function refuseFileOptions({ exclude, kind }: FileArguments): void {
  const option = exclude !== undefined ? '--exclude' : kind !== undefined ? '--kind' : undefined
  if (option !== undefined) throw new UsageError(`${option} applies to files only; use --path`)
}

function selectedEngine(name: string, paths: readonly string[]): EngineModule | undefined {
  if (name !== 'auto') return engineNamed(name)
  return paths.length > 0 ? FILE_ENGINE : undefined
}
