/** Writes structures as Thrift's compact protocol does. https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
export interface ThriftWriter {
  int32(id: number, value: number): void
  int64(id: number, value: number): void
  text(id: number, value: string | Uint8Array): void
  struct(id: number, write: () => void): void
  structs<T>(id: number, items: readonly T[], write: (item: T) => void): void
  int32s(id: number, values: readonly number[]): void
  texts(id: number, values: readonly string[]): void
  /** The bytes of the outermost structure. */
  end(): Buffer
}

const INT32 = 5
const INT64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

export function thriftWriter(): ThriftWriter {
  let bytes = Buffer.allocUnsafe(1024)
  let length = 0
  let lastId = 0

  function reserve(count: number): void {
    if (length + count <= bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + count))
    bytes.copy(larger, 0, 0, length)
    bytes = larger
  }
  function byte(value: number): void {
    reserve(1)
    bytes[length++] = value
  }
  function varint(value: number): void {
    for (; value > 127; value = Math.floor(value / 128)) byte((value % 128) | 128)
    byte(value)
  }
  const zigzag = (value: number) => varint(value < 0 ? -value * 2 - 1 : value * 2)
  function binary(value: string | Uint8Array): void {
    const content = Buffer.from(value as Uint8Array)
    varint(content.length)
    reserve(content.length)
    content.copy(bytes, length)
    length += content.length
  }
  function field(id: number, type: number): void {
    const step = id - lastId
    if (step > 0 && step < 16) {
      byte((step << 4) | type)
    } else {
      byte(type)
      zigzag(id)
    }
    lastId = id
  }
  function nested(write: () => void): void {
    const outer = lastId
    lastId = 0
    write()
    byte(0)
    lastId = outer
  }
  function list<T>(id: number, type: number, items: readonly T[], write: (item: T) => void): void {
    field(id, LIST)
    if (items.length < 15) {
      byte((items.length << 4) | type)
    } else {
      byte(0xf0 | type)
      varint(items.length)
    }
    for (const item of items) write(item)
  }

  return {
    int32(id, value) {
      field(id, INT32)
      zigzag(value)
    },
    int64(id, value) {
      field(id, INT64)
      zigzag(value)
    },
    text(id, value) {
      field(id, BINARY)
      binary(value)
    },
    struct(id, write) {
      field(id, STRUCT)
      nested(write)
    },
    structs: (id, items, write) => list(id, STRUCT, items, (item) => nested(() => write(item))),
    int32s: (id, values) => list(id, INT32, values, zigzag),
    texts: (id, values) => list(id, BINARY, values, binary),
    end() {
      byte(0)
      return bytes.subarray(0, length)
    },
  }
}
