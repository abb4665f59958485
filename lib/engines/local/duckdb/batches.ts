import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Row } from '../../../results/result'
import { rowsOf } from './cells'

export interface Batches {
  /** All rows, when they are few; otherwise the first ones. */
  readonly ahead: readonly (readonly Row[])[]
  /** The rows after those; undefined when there are none. */
  readonly rest: AsyncGenerator<DuckDBDataChunk, void> | undefined
}

/** A chunk has up to 2,048 rows; an answer of so many chunks is held in memory. */
const CHUNKS_AHEAD = 8

/** Reads the beginning of an answer, which mostly is all of it. */
export async function readAhead(chunks: AsyncGenerator<DuckDBDataChunk, void>): Promise<Batches> {
  const ahead: Row[][] = []
  while (ahead.length < CHUNKS_AHEAD) {
    const next = await chunks.next()
    if (next.done) return { ahead, rest: undefined }
    ahead.push(rowsOf(next.value))
  }
  return { ahead, rest: chunks }
}

/** The batches in order, each told to `onBatch`; `finish` is called once, whatever way the reading ends. */
export async function* allBatches(
  { ahead, rest }: Batches,
  onBatch: (rows: readonly Row[]) => void,
  finish: () => Promise<void>,
): AsyncGenerator<readonly Row[]> {
  try {
    for (const rows of ahead) {
      onBatch(rows)
      yield rows
    }
    for await (const chunk of rest ?? []) {
      const rows = rowsOf(chunk)
      onBatch(rows)
      yield rows
    }
  } finally {
    await finish()
  }
}
