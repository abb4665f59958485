import { availableParallelism } from 'node:os'
import type { InflatedCopies } from './inflated-copies'
import type { TextSource } from './sources'
import { verify, type Verification } from './verify'

export interface Verifying {
  /** By path; rejects when a file cannot be read. */
  readonly results: Promise<Map<string, Verification>>
  /** Share of the bytes that is verified, 0 to 1. */
  progress(): number
}

/** Verifies files, several at a time: zlib works in threads of its own. */
export function verifyAll(
  sources: readonly TextSource[],
  copies: InflatedCopies,
  signal?: AbortSignal,
): Verifying {
  const total = sources.reduce((sum, { size }) => sum + size, 0)
  const results = new Map<string, Verification>()
  const queue = sources.values()
  let done = 0

  async function work(here: boolean): Promise<void> {
    for (const source of queue) {
      signal?.throwIfAborted()
      results.set(
        source.path,
        await verify(source, { onBytes: (count) => (done += count), signal, copies, here }),
      )
    }
  }
  const workers = Math.min(sources.length, availableParallelism())
  return {
    results: Promise.all(Array.from({ length: workers }, (_, worker) => work(worker === 0))).then(
      () => {
        copies.close()
        return results
      },
    ),
    progress: () => (total === 0 ? 1 : done / total),
  }
}
