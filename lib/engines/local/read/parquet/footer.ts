import type { FieldType } from '../../../../flow-log/fields'
import { ENCODINGS, RLE } from './encodings'
import type { ColumnChunk } from './row-group'
import { thriftWriter, type ThriftWriter } from './thrift'

export interface ParquetColumn {
  readonly name: string
  readonly type: FieldType
}

export interface WrittenGroup {
  readonly rows: number
  readonly columns: readonly WrittenColumn[]
}

export interface WrittenColumn extends Pick<ColumnChunk, 'encoding' | 'nullCount'> {
  readonly min: bigint | undefined
  readonly max: bigint | undefined
  readonly dataOffset: number
  readonly dictionaryOffset: number | undefined
  readonly bytes: number
}

const PHYSICAL_TYPES = { int: 1, bigint: 2, string: 6 } as const satisfies Record<FieldType, number>
const OPTIONAL = 1
const UTF8 = 0
const UNCOMPRESSED = 0

/** The structure `FileMetaData`. https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export function footer(
  columns: readonly ParquetColumn[],
  groups: readonly WrittenGroup[],
  metadata: Readonly<Record<string, string>>,
): Buffer {
  const out = thriftWriter()
  out.int32(1, 1)
  out.structs(2, [undefined, ...columns], (column) => {
    if (column) writeSchema(out, column)
    else {
      out.text(4, 'schema')
      out.int32(5, columns.length)
    }
  })
  out.int64(
    3,
    groups.reduce((sum, group) => sum + group.rows, 0),
  )
  out.structs(4, groups, (group) => writeGroup(out, group, columns))
  out.structs(5, Object.entries(metadata), ([key, value]) => {
    out.text(1, key)
    out.text(2, value)
  })
  out.text(6, 'natlens')
  // Without an order of values readers ignore the statistics.
  out.structs(7, columns, () => out.struct(1, () => undefined))
  return out.end()
}

function writeSchema(out: ThriftWriter, { name, type }: ParquetColumn): void {
  out.int32(1, PHYSICAL_TYPES[type])
  out.int32(3, OPTIONAL)
  out.text(4, name)
  if (type === 'string') out.int32(6, UTF8)
}

function writeGroup(
  out: ThriftWriter,
  group: WrittenGroup,
  columns: readonly ParquetColumn[],
): void {
  out.structs(1, group.columns, (written) => {
    const column = columns[group.columns.indexOf(written)]!
    out.int64(2, written.dictionaryOffset ?? written.dataOffset)
    out.struct(3, () => writeColumn(out, written, column, group.rows))
  })
  out.int64(
    2,
    group.columns.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  out.int64(3, group.rows)
}

function writeColumn(
  out: ThriftWriter,
  written: WrittenColumn,
  { name, type }: ParquetColumn,
  rows: number,
): void {
  const { encoding, nullCount, min, max, dataOffset, dictionaryOffset, bytes } = written
  out.int32(1, PHYSICAL_TYPES[type])
  const plain = encoding === 'dictionary' ? [ENCODINGS.plain] : []
  out.int32s(2, [...plain, ENCODINGS[encoding], RLE])
  out.texts(3, [name])
  out.int32(4, UNCOMPRESSED)
  out.int64(5, rows)
  out.int64(6, bytes)
  out.int64(7, bytes)
  out.int64(9, dataOffset)
  if (dictionaryOffset !== undefined) out.int64(11, dictionaryOffset)
  out.struct(12, () => {
    out.int64(3, nullCount)
    if (min === undefined || max === undefined) return
    out.text(5, plainNumber(type, max))
    out.text(6, plainNumber(type, min))
  })
}

function plainNumber(type: FieldType, value: bigint): Buffer {
  const bytes = Buffer.alloc(type === 'int' ? 4 : 8)
  if (type === 'int') bytes.writeInt32LE(Number(value))
  else bytes.writeBigInt64LE(value)
  return bytes
}
