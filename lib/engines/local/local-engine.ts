import type { SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { Format } from '../../flow-log/format'
import { throwIfAborted } from '../../errors'
import type { TimeRange } from '../../time-range'
import type { Engine, RunOptions } from '../engine'
import { answer } from './answer'
import { openLog, type Log } from './log'
import { verifiedFiles } from './verified-files'
import { workplace, type Workplace } from './workplace'

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

  async function withPlace<T>(
    { signal, onProgress }: RunOptions,
    work: (place: Workplace) => Promise<T>,
  ): Promise<T> {
    const place = workplace({ ...options, tellsProgress: onProgress !== undefined, signal })
    let done = false
    try {
      const result = await work(place)
      done = true
      return result
    } catch (error) {
      throwIfAborted(signal)
      throw error
    } finally {
      // What fails closes it, an answer closes it once it is read.
      if (!done) await place.close()
    }
  }

  function logOf(
    range: TimeRange | undefined,
    place: Workplace,
    signal: AbortSignal | undefined,
  ): Promise<Log> {
    const { paths, logFormat, latenessSeconds = LATENESS_SECONDS } = options
    return openLog({ paths, logFormat, latenessSeconds, range }, memory, place, signal)
  }

  return {
    name: 'local',

    run: (question, run = {}) =>
      withPlace(run, async (place) => {
        const started = performance.now()
        throwIfAborted(run.signal)
        const log = await logOf(question.range, place, run.signal)
        const result = await answer({ question, log, place, started, dialect, memory }, run)
        // The footers of Parquet files may have opened it.
        if (log.sources.length === 0) await place.close()
        return result
      }),
  }
}
