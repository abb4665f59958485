import type { ResultColumn, Row } from '../results/result'

/** Where the text will be read. */
export interface Layout {
  /** Characters in a line of the terminal; undefined when the text goes into a file or a pipe. */
  readonly width?: number | undefined
  readonly color?: boolean | undefined
}

/** Turns a result into text, piece by piece as the rows come. */
export type Presenter = (
  columns: readonly ResultColumn[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  layout?: Layout,
) => AsyncIterable<string>
