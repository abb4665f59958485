import type { SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { Format } from '../../flow-log/format'
import { throwIfAborted } from '../../errors'
import type { Engine } from '../engine'
import { resultColumns } from '../result-columns'
import { answer } from './answer/answer'
import { newTally } from './answer/statistics'
import { allBatches, readAhead } from './duckdb/batches'
import { inWorkspace } from './duckdb/workspace'
import { openLog } from './inspect/open-log'
import { verifiedFiles } from './inspect/verified-files'

export interface LocalOptions {
  /** Files, folders and globs. */
  readonly paths: readonly string[]
  /** The fields of text files without a header line. */
  readonly logFormat?: Format | undefined
  /** How long after its start a record may be delivered; default: 30 minutes. */
  readonly latenessSeconds?: number | undefined
  /** Where the footers of Parquet files are remembered; without it, only in this process. */
  readonly cacheFolder?: string | undefined
  /** Where the folder for spilled data and the records of text files is made; default: the system's. */
  readonly temporaryFolder?: string | undefined
  /** Default: 4 GB or half of the memory, whichever is less. */
  readonly memoryLimitBytes?: number | undefined
}

/** An engine over flow-log files: text, Parquet and CloudWatch Logs exports, read by an embedded DuckDB. */
export function localEngine(
  options: LocalOptions,
  { dialect = duckdb }: { readonly dialect?: SqlDialect } = {},
): Engine {
  const memory = verifiedFiles(options.cacheFolder)

  return {
    name: 'local',

    async run(question, run = {}) {
      const { paths, logFormat, latenessSeconds = LATENESS_SECONDS } = options
      const { signal, onProgress } = run
      throwIfAborted(signal)
      const tally = newTally(performance.now())
      const workspaceOptions = { ...options, countsProgress: onProgress !== undefined, signal }
      const rows = inWorkspace(workspaceOptions, async function* (workspace) {
        const { range } = question
        const log = await openLog({ paths, logFormat, latenessSeconds, range }, memory, workspace, signal) // prettier-ignore
        tally.onLog(log)
        yield* answer({ question, log, workspace, dialect, memory, tally }, run)
      })
      try {
        const batches = await readAhead(rows)
        return {
          columns: resultColumns(question.plan),
          batches: allBatches(batches, ({ length }) => tally.onRows(length), tally.onEnd),
          statistics: tally.statistics,
          coverage: tally.coverage,
        }
      } catch (error) {
        throwIfAborted(signal)
        throw error
      }
    },
  }
}
