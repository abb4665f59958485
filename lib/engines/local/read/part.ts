import type { LineShape } from './line-reader'
import type { StartRange } from './scanner'

/** A Parquet file to write, and the text files that are read into it, one after the other. */
export interface Part {
  readonly out: string
  readonly files: readonly SourceFile[]
  /** Default: that of the options of its pool. */
  readonly range?: StartRange
}

/** A file of text, and how its lines are read: plain values, which can be sent to another thread. */
export interface SourceFile extends LineShape {
  readonly path: string
  /** Its name in messages. */
  readonly shown: string
  readonly size: number
  /** The name of its codec. */
  readonly codec: string
  /** The names of the forms around its lines, the outermost first. */
  readonly wrappers?: readonly string[] | undefined
  /** Bytes that one byte of the archive around it gives. */
  readonly expansion?: number | undefined
}

/** What becomes of a part's Parquet file when its sources are read. */
export type PartEnd =
  | { readonly kind: 'close'; readonly metadata?: Readonly<Record<string, string>> | undefined }
  | { readonly kind: 'discard' }

/** Compressed bytes that keep a thread busy while it gets the next part. */
export const MIN_PART_BYTES = 1e6
/** Each part is this share of what is left: the last ones are small, so that the threads end together. */
const PART_SHARE = 1 / 8

/** Divides files into parts of files that follow each other; the same for every number of threads. */
export function divideIntoParts(
  files: readonly SourceFile[],
  outputPath: (index: number) => string,
): readonly Part[] {
  let rest = sizeOf(files)
  const parts: Part[] = []
  for (let from = 0; from < files.length || parts.length === 0;) {
    const wanted = Math.max(MIN_PART_BYTES, rest * PART_SHARE)
    let to = from
    let bytes = 0
    while (to < files.length && bytes < wanted) bytes += files[to++]!.size
    parts.push({ out: outputPath(parts.length), files: files.slice(from, to) })
    from = to
    rest -= bytes
  }
  return parts
}

export function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
