import { availableParallelism } from 'node:os'
import { throwIfAborted } from '../../errors'
import { inParallel } from '../../parallel'
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
  let done = 0
  const onBytes = (count: number) => (done += count)

  async function verifyEach(): Promise<Map<string, Verification>> {
    let found: readonly Verification[] = []
    let spoiled: ReadonlySet<string> = new Set()
    try {
      found = await inParallel(sources, availableParallelism() + 1, async (source, worker) => {
        throwIfAborted(signal)
        return verify(source, { onBytes, signal, copies, here: worker === 0 })
      })
    } finally {
      spoiled = copies.close()
    }
    return new Map(
      sources.map(({ path }, index) => {
        const { inflated, ...rest } = found[index]!
        const isWhole = inflated !== undefined && !spoiled.has(inflated)
        return [path, isWhole ? { ...rest, inflated } : rest]
      }),
    )
  }
  return { results: verifyEach(), progress: () => (total === 0 ? 1 : done / total) }
}
