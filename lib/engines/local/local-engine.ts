import type { SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { Format } from '../../flow-log/format'
import { throwIfAborted } from '../../errors'
import type { TimeRange } from '../../time-range'
import type { Engine } from '../engine'
import { answer } from './answer'
import { openDatabase, type Database } from './database'
import { openLog, type Log } from './log'
import { verifiedFiles } from './verified-files'

export interface LocalOptions {
  /** Files, folders and globs. */
  readonly paths: readonly string[]
  /** The fields of text files that do not name theirs. */
  readonly logFormat?: Format | undefined
  /** How long after its start a record may come; 30 minutes unless told. */
  readonly latenessSeconds?: number | undefined
  /** Where it is remembered which files were verified; nowhere without it. */
  readonly cacheFolder?: string | undefined
  /** Where the folder for spilled and repaired data is made; the system's own unless told. */
  readonly temporaryFolder?: string | undefined
  /** 4 GB or half of the memory, whichever is less, unless told. */
  readonly memoryLimitBytes?: number | undefined
}

/** An engine over flow-log files: text, Parquet and CloudWatch Logs exports, read by an embedded DuckDB. */
export function localEngine(
  options: LocalOptions,
  { dialect = duckdb }: { readonly dialect?: SqlDialect } = {},
): Engine {
  const memory = verifiedFiles(options.cacheFolder)

  /** DuckDB is loaded when something asks for it; what fails closes it, an answer closes it once it is read. */
  async function withDatabase<T>(
    signal: AbortSignal | undefined,
    work: (database: () => Promise<Database>, close: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    let opened: Promise<Database> | undefined
    const close = async () => (await opened?.catch(() => undefined))?.close()
    let done = false
    try {
      const result = await work(() => (opened ??= openDatabase({ ...options, signal })), close)
      done = true
      return result
    } catch (error) {
      throwIfAborted(signal)
      throw error
    } finally {
      if (!done) await close()
    }
  }

  function logOf(
    range: TimeRange | undefined,
    database: () => Promise<Database>,
    signal: AbortSignal | undefined,
  ): Promise<Log> {
    const { paths, logFormat, latenessSeconds = LATENESS_SECONDS } = options
    return openLog({ paths, logFormat, latenessSeconds, range }, memory, database, signal)
  }

  return {
    name: 'local',

    run: (question, run = {}) =>
      withDatabase(run.signal, async (database, close) => {
        const started = performance.now()
        throwIfAborted(run.signal)
        const log = await logOf(question.range, database, run.signal)
        const result = await answer({ question, log, database, started, dialect, memory }, run)
        // The footers of Parquet files may have opened it.
        if (log.sources.length === 0) await close()
        return result
      }),
  }
}
