import type { SqlDialect } from '../../dialects/dialect'
import { duckdb } from '../../dialects/duckdb'
import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import type { LineFields } from '../../flow-log/format'
import type { FlowLogKind } from '../../flow-log/transit-gateway'
import { throwIfAborted } from '../../errors'
import type { Engine, Question, RunOptions } from '../engine'
import type { ListedFiles } from '../listed-files'
import type { Result } from '../../results/result'
import { resultColumns } from '../result-columns'
import { answer } from './answer/answer'
import { readRange } from './answer/read-range'
import { newTally } from './answer/statistics'
import { allBatches, closeAfter, NO_BATCHES, readAhead } from './duckdb/batches'
import { progressTo } from './duckdb/progress'
import { newWorkspace } from './duckdb/workspace'
import type { KeepWorld } from './keep/keep-world'
import { openLog } from './inspect/open-log'
import { writeAnswer } from './write/write-answer'
import { verifiedFiles } from './inspect/verified-files'

export interface LocalOptions {
  /** Files, folders and globs. */
  readonly paths: readonly string[]
  /** More files: copies of objects in S3. */
  readonly listed?: readonly ListedFiles[] | undefined
  /** What the path `-` means. */
  readonly stdin?: NodeJS.ReadableStream | undefined
  /** Globs of files and folders that are left out. */
  readonly exclude?: readonly string[] | undefined
  /** The flow logs that are asked; default: VPC flow logs where there are some. */
  readonly logKind?: FlowLogKind | undefined
  /** The flow logs whose records count, or all, added up; default: all, each byte once. */
  readonly flowLogs?: FlowLogChoice | undefined
  /** The fields of text files without a header line. */
  readonly logFormat?: LineFields | undefined
  /** How long after its start a record may be delivered; default: 30 minutes. */
  readonly latenessSeconds?: number | undefined
  /** Where the footers of Parquet files are remembered, and copies of text are kept; without it, neither outlives the process. */
  readonly cacheFolder?: string | undefined
  /** The most that copies may take; default: 10 GB or a tenth of the free space, whichever is less. */
  readonly cacheBytes?: number | undefined
  /** Whether copies and their sources are compared with their checksums. */
  readonly verifiesCopies?: boolean | undefined
  /** Where the folder for spilled data and the records of text files is made; default: the system's. */
  readonly temporaryFolder?: string | undefined
  /** Default: 4 GB or half of the memory, whichever is less. */
  readonly memoryLimitBytes?: number | undefined
}

export interface LocalWorld {
  readonly dialect?: SqlDialect
  readonly keepWorld?: KeepWorld | undefined
}

/** An engine over flow-log files: text, Parquet and CloudWatch Logs exports, read by an embedded DuckDB. */
export function localEngine(
  options: LocalOptions,
  { dialect = duckdb, keepWorld }: LocalWorld = {},
): Engine {
  const memory = verifiedFiles(options.cacheFolder)

  async function* runAll(
    questions: readonly Question[],
    run: RunOptions = {},
  ): AsyncGenerator<Result, void> {
    const { latenessSeconds = LATENESS_SECONDS, flowLogs } = options
    const { file, signal, onProgress, onNotice } = run
    throwIfAborted(signal)
    const tally = newTally(performance.now())
    const progress = progressTo(onProgress)
    const workspace = newWorkspace(
      { ...options, countsProgress: onProgress !== undefined, signal },
      keepWorld,
    )
    try {
      const range = questions[0]?.range
      const open = (byFolder: boolean) =>
        openLog({ ...options, latenessSeconds, range, byFolder }, memory, workspace, signal)
      const reading = await readRange({ questions, open, flowLogs, latenessSeconds, workspace, dialect, memory, tally, progress }, run) // prettier-ignore
      for (const [index, question] of questions.entries()) {
        const isLast = index === questions.length - 1
        const { onRows, onEnd, statistics } = tally.newRowTally()
        const written = file && (await writeAnswer(question, file, reading, workspace, onNotice))
        const rows = reading && written === undefined ? answer(question, reading, run) : undefined
        const batches = rows ? await readAhead(rows) : NO_BATCHES
        if (isLast) progress.end()
        // What is small is shown after the workspace is removed.
        if (isLast && !batches.rest) await workspace.close()
        onRows(written ?? 0)
        yield {
          columns: resultColumns(question.plan),
          isWritten: written !== undefined,
          batches: allBatches(batches, ({ length }) => onRows(length), onEnd),
          statistics,
          coverage: tally.coverage,
        }
      }
    } catch (error) {
      throwIfAborted(signal)
      throw error
    } finally {
      progress.end()
      await workspace.close()
    }
  }

  return {
    name: 'local',
    runsChecks: true,
    runAll,
    async run(question, run) {
      const results = runAll([question], run)
      const result = (await results.next()).value as Result
      return { ...result, batches: closeAfter(result.batches, () => results.return()) }
    },
  }
}
