/** Records by column, as a Parquet file holds them. */
export interface RowGroup {
  readonly rows: number
  /** One for each column of the file, in their order. */
  readonly columns: Iterable<ColumnChunk>
}

export interface ColumnChunk {
  readonly encoding: 'dictionary' | 'plain' | 'delta'
  /** Of the encoding `dictionary`. */
  readonly dictionary?: Dictionary
  /** One bit for each row, from the lowest on: whether it has a value. Undefined where every row has one. */
  readonly presence: Uint8Array | undefined
  readonly nullCount: number
  /** The values, encoded. */
  readonly values: readonly Uint8Array[]
  /** Of a column of numbers that has a value. */
  readonly min?: bigint
  readonly max?: bigint
}

interface Dictionary {
  /** Each text after its length (u32). */
  readonly entries: Uint8Array
  readonly count: number
}

/** Codes in a dictionary: how many bits each has, and all of them packed in whole groups of eight. */
export function dictionaryValues(
  { count: entryCount }: Dictionary,
  count: number,
  packed: () => { readonly width: number; readonly bytes: Uint8Array },
): Uint8Array[] {
  if (entryCount === 1) return [Buffer.from([1, ...varint(count * 2), 0])]
  const { width, bytes } = packed()
  return [Buffer.from([width, ...varint(((count + 7) >> 3) * 2 + 1)]), bytes]
}

/** Whether differences of the values stay small enough for DELTA_BINARY_PACKED. */
export function fitsDelta(type: 'int' | 'bigint', min: bigint, max: bigint): boolean {
  return max - min < (type === 'int' ? 2n ** 31n : 2n ** 62n)
}

export function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return [...bytes, value]
}
