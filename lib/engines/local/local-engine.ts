import type { SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { Format } from '../../flow-log/format'
import { throwIfAborted } from '../../errors'
import type { Engine } from '../engine'
import { answer } from './answer/answer'
import { openLog } from './inspect/open-log'
import { verifiedFiles } from './inspect/verified-files'
import { workplace } from './duckdb/workspace'

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

  return {
    name: 'local',

    async run(question, run = {}) {
      const { paths, logFormat, latenessSeconds = LATENESS_SECONDS } = options
      const { signal, onProgress } = run
      const started = performance.now()
      throwIfAborted(signal)
      const place = workplace({ ...options, tellsProgress: onProgress !== undefined, signal })
      try {
        const range = question.range
        const log = await openLog(
          { paths, logFormat, latenessSeconds, range },
          memory,
          place,
          signal,
        )
        return await answer({ question, log, place, started, dialect, memory }, run)
      } catch (error) {
        // What fails closes it, an answer closes it once it is read.
        await place.close()
        throwIfAborted(signal)
        throw error
      }
    },
  }
}
