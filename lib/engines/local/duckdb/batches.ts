import type { Row } from '../../../results/result'

type Batch = readonly Row[]

interface Batches {
  /** All rows, when they are few; otherwise the first ones. */
  readonly ahead: readonly Batch[]
  /** The rows after those; undefined when there are none. */
  readonly rest: AsyncGenerator<Batch> | undefined
}

/** The answer of a log without records. */
export const NO_BATCHES: Batches = { ahead: [], rest: undefined }

/** A batch has up to 2,048 rows; an answer of so many batches is held in memory. */
const MAX_BATCHES_AHEAD = 8

/** Reads the beginning of an answer, which mostly is all of it. */
export async function readAhead(batches: AsyncGenerator<Batch>): Promise<Batches> {
  const ahead: Batch[] = []
  while (ahead.length < MAX_BATCHES_AHEAD) {
    const next = await batches.next()
    if (next.done) return { ahead, rest: undefined }
    ahead.push(next.value)
  }
  return { ahead, rest: batches }
}

/** The batches in order; `onEnd` is called once, also when the reading is stopped. */
export async function* allBatches(
  { ahead, rest }: Batches,
  onBatch: (rows: Batch) => void,
  onEnd: () => void,
): AsyncGenerator<Batch> {
  try {
    for (const rows of ahead) {
      onBatch(rows)
      yield rows
    }
    for await (const rows of rest ?? []) {
      onBatch(rows)
      yield rows
    }
  } finally {
    onEnd()
    await rest?.return(undefined)
  }
}

/** The batches in order; `close` is called after the last, after an error, or when the reading is stopped. */
export async function* closeAfter(
  batches: AsyncIterable<Batch>,
  close: () => Promise<unknown>,
): AsyncGenerator<Batch> {
  try {
    yield* batches
  } finally {
    await close()
  }
}
