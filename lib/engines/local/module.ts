import { UsageError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import type { LineFields } from '../../flow-log/format'
import type { FlowLogKind } from '../../flow-log/transit-gateway'
import type { EngineSetup, FileEngineModule, SqlSource } from '../engine-module'
import type { EngineOptions } from '../engine-option'
import { flowLogOption } from '../flow-log-option'
import type { ListedFiles } from '../listed-files'

const localOptions = { ...flowLogOption } as const satisfies EngineOptions

export interface LocalLocation {
  readonly paths: readonly string[]
  readonly listed: readonly ListedFiles[]
  readonly logFormat: LineFields | undefined
  readonly stdin?: NodeJS.ReadableStream | undefined
  readonly exclude?: readonly string[] | undefined
  readonly logKind?: FlowLogKind | undefined
  readonly flowLogs?: FlowLogChoice | undefined
  readonly latenessSeconds: number
  readonly cacheFolder: string | undefined
  readonly cacheBytes: number | undefined
  readonly verifiesCopies: boolean | undefined
}

export const localModule = {
  name: 'local',
  title: 'local files',
  options: localOptions,
  readsFiles: true,
  queryForm: {
    kind: 'sql',
    loadDialect: async () => (await import('../../dialects/duckdb')).duckdb,
    source: (): SqlSource => ({ table: ['flow_logs'], logFormat: undefined }),
  },

  locate(setup: EngineSetup<typeof localOptions>): LocalLocation {
    const { paths, listed, stdin, exclude, logFormat, logKind, flowLogs } = setup
    const { latenessSeconds, cacheFolder, cacheBytes, verifiesCopies } = setup
    const input = { paths, listed, stdin, exclude, logFormat, logKind, flowLogs }
    return { ...input, latenessSeconds, cacheFolder, cacheBytes, verifiesCopies }
  },

  async open(location: LocalLocation) {
    if (location.paths.length === 0 && location.listed.length === 0) {
      throw new UsageError('no flow logs are given', {
        help: 'use --path FILE, FOLDER or GLOB; `natlens sample --out DIR` writes logs to try',
      })
    }
    const { localEngine } = await import('./local-engine')
    return localEngine(location)
  },

  explainError: (error: unknown) => error,
} as const satisfies FileEngineModule<typeof localOptions, LocalLocation>
