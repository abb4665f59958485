import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import type { OutputColumn as PlanColumn } from '../../language/plan'
import type { Cell, Row } from '../../results/result'
import { integerCell, readCell, timeCell } from '../../results/values'

type OutputColumn = Pick<PlanColumn, 'name' | 'type'>

/** Rows as every engine gives them, and the names that CloudWatch gave values which belong to no column. */
export interface Decoded {
  readonly rows: readonly Row[]
  readonly strange: readonly string[]
}

/**
 * Reads rows whose cells come by name, in any order, and not at all where there is no value.
 *
 * @param sent the names of the columns in the text that was sent, in the order of `columns`.
 */
export function decoded(
  rows: readonly (readonly ResultField[])[],
  columns: readonly OutputColumn[],
  sent: readonly string[],
): Decoded {
  const places = new Map<string, number>()
  const strange = new Set<string>()
  const placeOf = (field: string): number => {
    let place = places.get(field)
    if (place === undefined) places.set(field, (place = find(field, columns, sent)))
    if (place === -1 && field !== POINTER) strange.add(field)
    return place
  }
  const decode = (cells: readonly ResultField[]): Row => {
    const row: Cell[] = columns.map(() => null)
    for (const { field = '', value } of cells) {
      const place = placeOf(field)
      if (place !== -1) row[place] = cellOf(value, columns[place]!.type)
    }
    return row
  }
  return { rows: rows.map(decode), strange: [...strange] }
}

/** What GetLogRecord takes; every raw row has one. */
export const POINTER = '@ptr'

function find(field: string, columns: readonly OutputColumn[], sent: readonly string[]): number {
  const exact = sent.indexOf(field)
  if (exact !== -1) return exact
  const asWritten = columns.findIndex(({ name }) => name === field)
  if (asWritten !== -1) return asWritten
  // An expression without an alias is named as it was typed, give or take its spaces and letters.
  return sent.findIndex((name) => loose(name) === loose(field))
}

function loose(name: string): string {
  return name.replace(/[\s`]/g, '').toLowerCase()
}

/** One value: figures may come with decimals or an exponent, booleans as words, moments as text or as milliseconds. */
export function cellOf(value: string | undefined, type: OutputColumn['type']): Cell {
  switch (type) {
    case 'boolean':
      return value === 'true' ? 1 : value === 'false' ? 0 : wholeCell(value)
    case 'integer':
      return wholeCell(value)
    case 'number':
      return value?.trim() === '' ? null : readCell(value, 'number')
    case 'time':
      return momentCell(value)
    case 'text':
      return readCell(value, 'text')
  }
}

function wholeCell(value: string | undefined): Cell {
  if (value?.trim() === '') return null
  const cell = readCell(value, 'integer')
  return typeof cell === 'number' && Number.isInteger(cell) ? integerCell(BigInt(cell)) : cell
}

function momentCell(value: string | undefined): Cell {
  if (value === undefined || value.trim() === '') return null
  const milliseconds = Number(value)
  if (Number.isFinite(milliseconds)) return timeCell(Math.round(milliseconds))
  const date = readCell(value, 'time')
  return date instanceof Date && Number.isNaN(date.getTime()) ? null : date
}
