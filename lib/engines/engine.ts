import type { LogDescription } from '../dialects/dialect'
import type { FieldName } from '../flow-log/fields'
import type { Plan } from '../language/plan'
import type { Notice } from '../results/notice'
import type { Result, Row } from '../results/result'
import type { TimeRange } from '../time'

export type { Notice }

/** Something that answers a question; polling, paging, cancelling and temporary files stay inside. */
export interface Engine {
  readonly name: string
  /** Whether it runs the checks of a question. */
  readonly runsChecks?: boolean
  /**
   * @throws {UserError} when the input or the engine fails; {InterruptedError} once `signal` is aborted.
   */
  run(question: Question, options?: RunOptions): Promise<Result>
  /**
   * Runs several questions of one range over one reading of the log; absent where each question reads for itself. Each result is
   * read to its end, or left, before the next is requested. The statistics of each count the whole reading. Errors are those of `run`.
   */
  runAll?(questions: readonly Question[], options?: RunOptions): AsyncGenerator<Result, void>
}

export interface Question {
  /** `nat/conversations`, or the name of an ad-hoc query (`--query`, a file). */
  readonly name: string
  /** Insights QL with its parameters filled in. */
  readonly text: string
  readonly plan: Plan
  /** Only CloudWatch can run the text (`pattern`, `diff`): the plan is {@link NO_PLAN}, and the answer decides the columns. */
  readonly isOpaque?: boolean
  readonly range: TimeRange | undefined
  /** Fields that the log must have. */
  readonly needs: readonly FieldName[]
  /** The query for a log without them. */
  readonly otherwise: string | undefined
  readonly checks?: readonly Check[] | undefined
}

/** A second question over the records that were read for the first, once that has its rows. */
export interface Check {
  readonly plan: Plan
  readonly report: (rows: readonly Row[], log: LogSummary) => CheckReport
  /** Whether it is left out over Parquet files that give an answer: it reads them a second time. */
  readonly isOptional?: boolean
}

/** What the rows of a check show, and the checks to run next, which use no further fields. */
export interface CheckReport {
  readonly notices: readonly Notice[]
  readonly next?: readonly Check[]
}

/** The plan of a text without an SQL form. */
export const NO_PLAN: Plan = { steps: [], columns: [], fields: [] }

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  /** Called repeatedly with the share that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined
  /** Called after each poll of a remote query. */
  readonly onState?: ((state: RemoteState) => void) | undefined
  /** Called once, before the query runs, with what the log is. */
  readonly onLog?: ((log: LogSummary) => void) | undefined
  /** What the user should know about the answer: unreadable lines, ignored files, missing fields. Without a question it is about the log. */
  readonly onNotice?: ((notice: Notice, question?: Question) => void) | undefined
  /** An engine that can write the answer to this file does, and gives no rows; see {@link Result.isWritten}. */
  readonly file?: AnswerFile | undefined
}

/** A new file for an answer. */
export interface AnswerFile {
  readonly path: string
  readonly format: FileFormat
}

export const FILE_FORMATS = ['csv', 'json', 'parquet'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

/** What a remote engine reports about a running query. */
export interface RemoteState {
  /** In the engine's own word: `Running`, `QUEUED`. */
  readonly state: string
  readonly recordsScanned?: number | undefined
  readonly bytesScanned?: number | undefined
  readonly usd?: number | undefined
}

/** The log of a question. */
export interface LogSummary {
  readonly log: LogDescription
  /** The first records of some file include one of an instance: the log is of more than NAT gateways. */
  readonly sawInstance: boolean
  /** The accounts, regions and flow logs (or other origins) that the names of the files show, in order. */
  readonly accounts?: readonly string[]
  readonly regions?: readonly string[]
  readonly flowLogs?: readonly string[]
  /** All files are Parquet: optional checks run for an empty answer only. */
  readonly isParquet?: boolean
}
