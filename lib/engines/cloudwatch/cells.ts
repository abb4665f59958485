import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import type { OutputColumn as PlanColumn } from '../../language/plan'
import type { Cell, Row } from '../../results/result'
import { integerCell, readCell, timeCell } from '../../results/values'

type OutputColumn = Pick<PlanColumn, 'name' | 'type'>

/** Rows in the order of the columns, and the names of values that belong to no column. */
export interface DecodedRows {
  readonly rows: readonly Row[]
  readonly unknownNames: readonly string[]
}

/**
 * Reads rows whose cells have names, in any order; a cell without a value is missing.
 *
 * @param sent the names of the columns in the text that was sent, in the order of `columns`.
 */
export function decodeRows(
  rows: readonly (readonly ResultField[])[],
  columns: readonly OutputColumn[],
  sent: readonly string[],
): DecodedRows {
  const indexes = new Map<string, number>()
  const unknownNames = new Set<string>()
  const indexOf = (field: string): number => {
    let index = indexes.get(field)
    if (index === undefined) indexes.set(field, (index = columnIndex(field, columns, sent)))
    if (index === -1 && field !== POINTER) unknownNames.add(field)
    return index
  }
  const decode = (cells: readonly ResultField[]): Row => {
    const row: Cell[] = columns.map(() => null)
    for (const { field = '', value } of cells) {
      const index = indexOf(field)
      if (index !== -1) row[index] = cellOf(value, columns[index]!.type)
    }
    return row
  }
  return { rows: rows.map(decode), unknownNames: [...unknownNames] }
}

/** What GetLogRecord takes; every raw row has one. */
export const POINTER = '@ptr'

function columnIndex(
  field: string,
  columns: readonly OutputColumn[],
  sent: readonly string[],
): number {
  const exact = sent.indexOf(field)
  if (exact !== -1) return exact
  const asWritten = columns.findIndex(({ name }) => name === field)
  if (asWritten !== -1) return asWritten
  // An expression without an alias has its own text as name, with other spaces and letter case.
  return sent.findIndex((name) => normalized(name) === normalized(field))
}

function normalized(name: string): string {
  return name.replace(/[\s`]/g, '').toLowerCase()
}

/** One value: a number can have decimals or an exponent, a boolean is a word or a number, a time is text or milliseconds. */
export function cellOf(value: string | undefined, type: OutputColumn['type']): Cell {
  switch (type) {
    case 'boolean':
      return value === 'true' ? 1 : value === 'false' ? 0 : wholeCell(value)
    case 'integer':
      return wholeCell(value)
    case 'number':
      return value?.trim() === '' ? null : readCell(value, 'number')
    case 'time':
      return anyTimeCell(value)
    case 'text':
      return readCell(value, 'text')
  }
}

function wholeCell(value: string | undefined): Cell {
  if (value?.trim() === '') return null
  const cell = readCell(value, 'integer')
  return typeof cell === 'number' && Number.isInteger(cell) ? integerCell(BigInt(cell)) : cell
}

function anyTimeCell(value: string | undefined): Cell {
  if (value === undefined || value.trim() === '') return null
  const milliseconds = Number(value)
  if (Number.isFinite(milliseconds)) return timeCell(Math.round(milliseconds))
  const date = readCell(value, 'time')
  return date instanceof Date && Number.isNaN(date.getTime()) ? null : date
}
