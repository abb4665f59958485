import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Cell, Row } from '../../../results/result'

/** The rows of a chunk; values of DuckDB's own classes become plain cells ({@link Cell}). */
export function rowsOf(chunk: DuckDBDataChunk): Row[] {
  const columns = Array.from({ length: chunk.columnCount }, (_, index) =>
    chunk.getColumnValues(index).map(toCell),
  )
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    columns.map((column) => column[row] ?? null),
  )
}

/** One value: an integer beyond 2^53 stays a bigint; NaN and infinity become null. */
function toCell(value: unknown): Cell {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value
    case 'boolean':
      return value ? 1 : 0
    case 'object':
      return value === null ? null : toTimeOrNumber(value)
    default:
      return null
  }
}

function toTimeOrNumber(value: object): Cell {
  if ('micros' in value) return new Date(Number((value.micros as bigint) / 1000n))
  if ('scale' in value && 'value' in value) {
    return Number(value.value) / 10 ** Number(value.scale)
  }
  throw new Error(`the result holds a ${value.constructor.name}`)
}
