import type { ParquetContainer } from './container'

const MAGIC = Buffer.from('PAR1')

export const parquet: ParquetContainer = {
  kind: 'parquet',
  name: 'Parquet',
  recognizes: (head) => head.subarray(0, MAGIC.length).equals(MAGIC),
  isComplete: (size, end) => size > 3 * MAGIC.length && end.subarray(-MAGIC.length).equals(MAGIC),
}
