import type { Role } from '../flow-log/roles'
import type { Notice } from '../results/notice'
import type { Coverage, ResultColumn, Row, Statistics } from '../results/result'
import type { TimeRange } from '../time'

/**
 * What an engine gives back for a question: rows as a stream, and what is known once they are read.
 *
 * The promises resolve when `batches` ends. They reject with the error that ends it, or with {@link UnfinishedAnswer} when reading
 * stops early; a rejection that has no handler is ignored. They stay pending while the batches are unread.
 */
export interface Answer extends Table {
  readonly query: AnsweredQuery
  /** The range that was asked for; undefined for all records. */
  readonly range: TimeRange | undefined
  readonly columns: readonly AnswerColumn[]
  /** Rows in order, in batches of any size; iterated once. */
  readonly batches: AsyncIterable<readonly Row[]>
  readonly totals: Promise<Totals>
  readonly notices: Promise<readonly Notice[]>
  readonly coverage: Promise<Coverage>
  readonly statistics: Promise<Statistics>
}

/** Columns and rows; the rows can be a stream or a list. */
export interface Table {
  readonly columns: readonly ResultColumn[]
  readonly batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>
}

export interface AnsweredQuery {
  /** `nat/conversations`, or the name of the user's own text. */
  readonly name: string
  /** Empty for a text without a title. */
  readonly title: string
  /** 0 for a text that has no version. */
  readonly version: number
}

export interface AnswerColumn extends ResultColumn {
  /** What the values are; undefined when neither the query nor the field decides it. */
  readonly role?: Role | undefined
  /** Whether the sum over rows means something. */
  readonly isAdditive: boolean
}

/** Sums of the additive columns over the rows that were read, by the name of the column. */
export type Totals = ReadonlyMap<string, number | bigint>

/** Adds columns to an answer, or replaces them, while its rows stream. */
export type Enrich = (answer: Answer) => Answer | Promise<Answer>

/** Reading stopped before the last row, so that totals would be too low. */
export class UnfinishedAnswer extends Error {
  override readonly name = 'UnfinishedAnswer'

  constructor() {
    super('the answer was not read to its end')
  }
}
