import type {
  EngineModule,
  FileEngineModule,
  RemoteEngineModule,
} from '../../lib/engines/engine-module'
import { ENGINES, type EngineName } from '../../lib/engines/engines'

export const ENGINE_NAMES = ENGINES.map(({ name }) => name) as readonly EngineName[]

export const REMOTE_ENGINES: readonly RemoteEngineModule[] = ENGINES.filter(
  (engine) => !engine.readsFiles,
)

/** The engine that reads the files of `--path` unless `--engine` names another. */
export const FILE_ENGINE: FileEngineModule = ENGINES.find((engine) => engine.readsFiles)!

/** The engine that runs the text of queries as it is. */
export const INSIGHTS_ENGINE = ENGINES.find(({ queryForm }) => queryForm.kind === 'insights-ql')!

/** The choices of `--engine` are derived from the list, so each name has an engine. */
export function engineNamed(name: string): EngineModule {
  return ENGINES.find((engine) => engine.name === name)!
}

/** `athena and trino`, `cloudwatch, athena and trino` */
export function joinNames(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]+)$/, ' and $1')
}
