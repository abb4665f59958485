import { createHash, type Hash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, writevSync } from 'node:fs'
import { footer, type ParquetColumn, type WrittenColumn, type WrittenGroup } from './footer'
import { dataPageHeader, dictionaryPageHeader } from './page-headers'
import { varint, type ColumnChunk, type RowGroup } from './row-group'

/** A Parquet file without compression, written from its beginning to its end. */
export interface ParquetFile {
  readonly path: string
  write(group: RowGroup): void
  /** The place to which {@link discardAfter} goes back. */
  mark(): ParquetMark
  /** Removes the row groups that were written since. */
  discardAfter(mark: ParquetMark): void
  /** Writes the footer, with texts for the reader of the file. */
  close(metadata?: Readonly<Record<string, string>>): ParquetSize
  /** Closes a file that has no footer and cannot be read. */
  abandon(): void
}

interface ParquetMark {
  readonly groups: number
  readonly position: number
  readonly hash: Hash | undefined
}

export interface ParquetSize {
  readonly rows: number
  readonly rowGroups: number
  readonly bytes: number
  /** Of all bytes, where it was asked for. */
  readonly sha256?: string
}

const MAGIC = Buffer.from('PAR1')

/** `hashes`: the checksum of the file is computed while it is written. */
export function parquetFile(
  path: string,
  columns: readonly ParquetColumn[],
  { hashes = false }: { readonly hashes?: boolean | undefined } = {},
): ParquetFile {
  const file = openSync(path, 'w')
  const groups: WrittenGroup[] = []
  let position = 0
  let hash = hashes ? createHash('sha256') : undefined

  function write(parts: readonly Uint8Array[]): number {
    const bytes = sizeOf(parts)
    writeAll(file, parts, position)
    if (hash) for (const part of parts) hash.update(part)
    position += bytes
    return bytes
  }
  function writeColumn(chunk: ColumnChunk, rows: number): WrittenColumn {
    const begin = position
    const { dictionary, encoding, nullCount, min, max } = chunk
    if (dictionary) {
      const header = dictionaryPageHeader(dictionary.entries.length, dictionary.count)
      write([header, dictionary.entries])
    }
    const dataOffset = position
    const page = [...definitionLevels(chunk, rows), ...chunk.values]
    write([dataPageHeader(sizeOf(page), rows, encoding), ...page])
    return {
      encoding,
      nullCount,
      min,
      max,
      dataOffset,
      dictionaryOffset: dictionary && begin,
      bytes: position - begin,
    }
  }

  write([MAGIC])
  return {
    path,
    write({ rows, columns: chunks }) {
      const written: WrittenColumn[] = []
      for (const chunk of chunks) written.push(writeColumn(chunk, rows))
      groups.push({ rows, columns: written })
    },
    mark: () => ({ groups: groups.length, position, hash: hash?.copy() }),
    discardAfter(mark) {
      groups.length = mark.groups
      position = mark.position
      hash = mark.hash?.copy()
      ftruncateSync(file, position)
    },
    close(metadata = {}) {
      const end = footer(columns, groups, metadata)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(end.length)
      write([end, length, MAGIC])
      closeSync(file)
      const rows = groups.reduce((sum, group) => sum + group.rows, 0)
      const size = { rows, rowGroups: groups.length, bytes: position }
      return hash ? { ...size, sha256: hash.digest('hex') } : size
    },
    abandon: () => closeSync(file),
  }
}

/** Which rows have a value, as a run of ones or of bits, after its length. */
function definitionLevels({ presence }: ColumnChunk, rows: number): Uint8Array[] {
  const run = presence
    ? [Buffer.from(varint(presence.length * 2 + 1)), presence]
    : [Buffer.from([...varint(rows * 2), 1])]
  const length = Buffer.alloc(4)
  length.writeUInt32LE(sizeOf(run))
  return [length, ...run]
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

/** The system can write less than it was given. */
function writeAll(file: number, parts: readonly Uint8Array[], position: number): void {
  let rest = parts.filter((part) => part.length > 0)
  while (rest.length > 0) {
    let written = writevSync(file, rest, position)
    position += written
    while (rest.length > 0 && written >= rest[0]!.length) {
      written -= rest[0]!.length
      rest = rest.slice(1)
    }
    if (written > 0) rest = [rest[0]!.subarray(written), ...rest.slice(1)]
  }
}
