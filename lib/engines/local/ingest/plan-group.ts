import { identityText, type CopiedSource, type CopyMetadata } from './copy-metadata'
import type { CheckedSource } from './source-checksum'

/** A copy that is there. */
export interface ExistingCopy extends CopyMetadata {
  /** Absolute. */
  readonly path: string
  /** Of its records; null where they have no known start. */
  readonly hour: number | null
  /** As its footer counts them. */
  readonly rows: number
  readonly bytes: number
}

/** What is to be done for a group of sources. */
export interface GroupPlan {
  /**
   * `present`: the copies hold all sources. `write`: all copies are written from the sources. `extend`: some copied
   * sources are gone, so that new sources are added to the copies. `conflict`: some are gone, and without them the
   * copies cannot be written again.
   */
  readonly kind: 'present' | 'write' | 'extend' | 'conflict'
  /** Copied sources that are no longer there. */
  readonly gone: readonly CopiedSource[]
}

export function planGroup(
  sources: readonly CheckedSource[],
  copies: readonly ExistingCopy[],
): GroupPlan {
  const wanted = new Set(sources.map(identityText))
  const names = new Set(sources.map(({ name }) => name))
  const copied = new Map(
    copies.flatMap((copy) => copy.sources.map((source) => [identityText(source), source] as const)),
  )
  const old = [...copied.values()].filter((source) => !wanted.has(identityText(source)))
  const gone = old.filter(({ name }) => !names.has(name))

  if (old.length === 0) return { kind: holdAll(copies, wanted) ? 'present' : 'write', gone }
  if (gone.length === 0) return { kind: 'write', gone }
  if (old.length > gone.length || !haveAllHours(copies)) return { kind: 'conflict', gone }
  const all = new Set([...wanted, ...copied.keys()])
  return { kind: holdAll(copies, all) ? 'present' : 'extend', gone }
}

function holdAll(copies: readonly ExistingCopy[], wanted: ReadonlySet<string>): boolean {
  return (
    copies.length > 0 &&
    haveAllHours(copies) &&
    copies.every(
      ({ sources }) =>
        sources.length === wanted.size &&
        sources.every((source) => wanted.has(identityText(source))),
    ) &&
    haveAllRecords(copies)
  )
}

/** Not so where another file has replaced a copy. */
function haveAllRecords(copies: readonly ExistingCopy[]): boolean {
  const rows = copies.reduce((sum, copy) => sum + copy.rows, 0)
  return rows === copies[0]!.sources.reduce((sum, { records }) => sum + records, 0)
}

/** A run that ends early leaves some copies of a group unwritten. */
export function haveAllHours(copies: readonly ExistingCopy[]): boolean {
  const hours = new Set(copies.map(({ hour }) => hour))
  return copies.every((copy) => copy.hours.every((hour) => hours.has(hour)))
}
