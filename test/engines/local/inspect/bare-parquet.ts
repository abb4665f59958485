/** A value of Thrift's compact protocol, written. */
type Thrift = Uint8Array & { readonly type: number }

/**
 * A Parquet file of text columns as its format allows it and DuckDB does not write it: without any statistics.
 * https://parquet.apache.org/docs/file-format/metadata/
 */
export function bareParquet(columns: Readonly<Record<string, readonly (string | null)[]>>): Buffer {
  const names = Object.keys(columns)
  const count = columns[names[0]!]!.length
  const parts: Buffer[] = [Buffer.from('PAR1')]
  const chunks = names.map((name) => {
    const offset = lengthOf(parts)
    const chunk = page(columns[name]!)
    parts.push(chunk)
    return struct({ 2: i64(offset), 3: columnMetaData(name, count, chunk.length, offset) })
  })
  const size = lengthOf(parts) - 4
  const footer = struct({
    1: i32(1),
    2: list([
      struct({ 4: binary('records'), 5: i32(names.length) }),
      ...names.map((name) => struct({ 1: i32(6), 3: i32(1), 4: binary(name), 6: i32(0) })),
    ]),
    3: i64(count),
    4: list([struct({ 1: list(chunks), 2: i64(size), 3: i64(count) })]),
  })
  return Buffer.concat([...parts, footer, uint32(footer.length), Buffer.from('PAR1')])
}

function columnMetaData(name: string, count: number, size: number, offset: number): Thrift {
  return struct({
    1: i32(6),
    2: list([i32(0), i32(3)]),
    3: list([binary(name)]),
    4: i32(0),
    5: i64(count),
    6: i64(size),
    7: i64(size),
    9: i64(offset),
  })
}

/** One data page: for each value whether it is there, then those that are. */
function page(values: readonly (string | null)[]): Buffer {
  const levels = Buffer.from(values.flatMap((value) => [2, value === null ? 0 : 1]))
  const present = values.filter((value) => value !== null)
  const texts = present.flatMap((value) => [uint32(value.length), Buffer.from(value)])
  const body = Buffer.concat([uint32(levels.length), levels, ...texts])
  const header = struct({
    1: i32(0),
    2: i32(body.length),
    3: i32(body.length),
    5: struct({ 1: i32(values.length), 2: i32(0), 3: i32(3), 4: i32(3) }),
  })
  return Buffer.concat([header, body])
}

function struct(fields: Readonly<Record<number, Thrift>>): Thrift {
  let last = 0
  const bytes = Object.entries(fields).flatMap(([id, value]) => {
    const delta = Number(id) - last
    last = Number(id)
    return [(delta << 4) | value.type, ...value]
  })
  return thrift(12, [...bytes, 0])
}

function list(items: readonly Thrift[]): Thrift {
  return thrift(9, [(items.length << 4) | items[0]!.type, ...items.flatMap((item) => [...item])])
}

function binary(text: string): Thrift {
  return thrift(8, [...varint(text.length), ...Buffer.from(text)])
}

function i32(value: number): Thrift {
  return thrift(5, varint(value * 2))
}

function i64(value: number): Thrift {
  return thrift(6, varint(value * 2))
}

function thrift(type: number, bytes: readonly number[]): Thrift {
  return Object.assign(Uint8Array.from(bytes), { type })
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function lengthOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}
