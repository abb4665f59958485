import type { Answer } from '../answers/answer'

/** The terminal that shows the text, if any. */
export interface Layout {
  /** Columns of the terminal; undefined for a file or a pipe. */
  readonly width?: number | undefined
  readonly color?: boolean | undefined
}

/** Turns an answer into text, piece by piece as the rows come. */
export type Presenter = (answer: Answer, layout?: Layout) => AsyncIterable<string>
