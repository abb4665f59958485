import { ENCODINGS, RLE } from './encodings'
import type { ColumnChunk } from './row-group'
import { thriftWriter } from './thrift'

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2

export function dictionaryPageHeader(bytes: number, entries: number): Buffer {
  const header = thriftWriter()
  header.int32(1, DICTIONARY_PAGE)
  header.int32(2, bytes)
  header.int32(3, bytes)
  header.struct(7, () => {
    header.int32(1, entries)
    header.int32(2, ENCODINGS.plain)
  })
  return header.end()
}

export function dataPageHeader(
  bytes: number,
  rows: number,
  encoding: ColumnChunk['encoding'],
): Buffer {
  const header = thriftWriter()
  header.int32(1, DATA_PAGE)
  header.int32(2, bytes)
  header.int32(3, bytes)
  header.struct(5, () => {
    header.int32(1, rows)
    header.int32(2, ENCODINGS[encoding])
    header.int32(3, RLE)
    header.int32(4, RLE)
  })
  return header.end()
}
