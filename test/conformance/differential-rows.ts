import type { Cell, ColumnType, ResultColumn } from '../../lib/results/result'
import { readCell } from '../../lib/results/values'
import type { TrinoResult } from './trino-client'

/** Rows of Trino as those of other engines; a whole number of any size is a double, as JSON reads it. */
export function trinoRows(
  { rows }: TrinoResult,
  columns: readonly ResultColumn[],
): readonly (readonly Cell[])[] {
  return rows.map((row) => row.map((value, index) => cell(value, columns[index]!.type)))
}

function cell(value: unknown, type: ColumnType): Cell {
  if (value === null) return null
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Error(`Trino answers ${JSON.stringify(value)}`)
  }
  return inDouble(readCell(String(value), type))
}

/** Integers that no double holds as the nearest double. */
export function inDouble(cell: Cell): Cell {
  return typeof cell === 'bigint' ? Number(cell) : cell
}
