import type { LogDescription, SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import type { Format } from '../../flow-log/format'
import type { TimeRange } from '../../time-range'
import type { Engine } from '../engine'
import { answer } from './answer'
import { openDatabase, throwIfAborted, type Database } from './database'
import { describeLog, sawInstance } from './describe-log'
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

export interface LocalEngine extends Engine {
  /** What the files are, without reading them whole. */
  describe(range?: TimeRange, signal?: AbortSignal): Promise<LogSummary>
}

export interface LogSummary {
  readonly log: LogDescription
  /** The first records of some file include one of an instance: the log is of more than NAT gateways. */
  readonly sawInstance: boolean
  readonly filesFound: number
  readonly filesOfRange: number
}

const LATENESS_SECONDS = 1800

/** An engine over flow-log files: text, Parquet and CloudWatch Logs exports, read by an embedded DuckDB. */
export function localEngine(
  options: LocalOptions,
  { dialect = duckdb }: { readonly dialect?: SqlDialect } = {},
): LocalEngine {
  const memory = verifiedFiles(options.cacheFolder)

  /** DuckDB is loaded when something asks for it; what fails closes it. */
  async function withDatabase<T>(
    signal: AbortSignal | undefined,
    work: (database: () => Promise<Database>) => Promise<T>,
    keep = false,
  ): Promise<T> {
    let opened: Promise<Database> | undefined
    let done = false
    try {
      const result = await work(() => (opened ??= openDatabase({ ...options, signal })))
      done = true
      return result
    } catch (error) {
      throwIfAborted(signal)
      throw error
    } finally {
      if (!done || !keep) await (await opened?.catch(() => undefined))?.close()
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

    describe: (range, signal) =>
      withDatabase(signal, async (database) => {
        const log = await logOf(range, database, signal)
        return {
          log: describeLog(log.sources),
          sawInstance: await sawInstance(log.sources, database),
          filesFound: log.filesFound,
          filesOfRange: log.sources.length + log.barren.length,
        }
      }),

    run: (question, run = {}) =>
      withDatabase(
        run.signal,
        async (database) => {
          const started = performance.now()
          throwIfAborted(run.signal)
          const log = await logOf(question.range, database, run.signal)
          return answer({ question, log, database, started, dialect, memory }, run)
        },
        true,
      ),
  }
}
