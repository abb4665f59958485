import type { Answer } from '../answers/answer'

/** Where the text will be read. */
export interface Layout {
  /** Characters in a line of the terminal; undefined when the text goes into a file or a pipe. */
  readonly width?: number | undefined
  readonly color?: boolean | undefined
}

/** Turns an answer into text, piece by piece as the rows come. */
export type Presenter = (answer: Answer, layout?: Layout) => AsyncIterable<string>
