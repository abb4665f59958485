import type { Table } from '../answers/answer'
import type { ResultColumn } from '../results/result'
import { displayWidth, truncate } from './display-width'
import { humanCell } from './human'
import type { Layout } from './presenter'
import { visible } from '../visible'

/** Rows that decide the widths before the first is printed; a limit bounds memory. */
const MAX_ROWS_MEASURED = 2000
const GAP = '  '
const MIN_TEXT_WIDTH = 8

/** A table for people. On a terminal the widest text columns are cut until it fits; figures are never cut. */
export async function* table(
  { columns, batches }: Table,
  { width, color = false }: Layout = {},
): AsyncGenerator<string> {
  const names = columns.map((column) => visible(column.name))
  const waiting: string[][] = []
  let line: ((cells: readonly string[]) => string) | undefined

  const start = () => {
    const widths = fitWidths(columns, measureWidths(names, waiting), width)
    line = writeLines(columns, widths, width !== undefined)
    const header = line(names)
    return (
      (color ? `\u001b[1m${header}\u001b[22m\n` : `${header}\n`) +
      `${widths.map((size) => '-'.repeat(size)).join(GAP)}\n` +
      joinLines(waiting, line)
    )
  }

  for await (const rows of batches) {
    const lines = rows.map((row) => columns.map((column, index) => humanCell(row[index]!, column)))
    if (line) {
      yield joinLines(lines, line)
      continue
    }
    waiting.push(...lines)
    if (waiting.length >= MAX_ROWS_MEASURED) yield start()
  }
  if (!line) yield start()
}

/** Whether a column's cells are aligned at the right. */
export function isNumeric({ type }: ResultColumn): boolean {
  return type === 'integer' || type === 'number'
}

function joinLines(rows: readonly string[][], line: (cells: readonly string[]) => string): string {
  return rows.map((cells) => `${line(cells)}\n`).join('')
}

function measureWidths(names: readonly string[], rows: readonly string[][]): number[] {
  const widths = names.map(displayWidth)
  for (const cells of rows) {
    for (const [index, cell] of cells.entries()) {
      const width = displayWidth(cell)
      if (width > widths[index]!) widths[index] = width
    }
  }
  return widths
}

/** Narrows the widest text column, one cell at a time, until the line fits or all have the minimum width. */
function fitWidths(
  columns: readonly ResultColumn[],
  widths: readonly number[],
  width: number | undefined,
): number[] {
  const result = [...widths]
  if (width === undefined) return result

  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  let excess = sum(result) + GAP.length * (result.length - 1) - width
  for (; excess > 0; excess--) {
    let widest = -1
    for (const [index, column] of columns.entries()) {
      const canShrink = column.type === 'text' && result[index]! > MIN_TEXT_WIDTH
      if (canShrink && (widest < 0 || result[index]! > result[widest]!)) widest = index
    }
    if (widest < 0) break
    result[widest]! -= 1
  }
  return result
}

function writeLines(columns: readonly ResultColumn[], widths: readonly number[], cut: boolean) {
  return (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const size = widths[index]!
        const shownCell = cut && columns[index]!.type === 'text' ? truncate(cell, size) : cell
        const padding = ' '.repeat(Math.max(0, size - displayWidth(shownCell)))
        return isNumeric(columns[index]!) ? padding + shownCell : shownCell + padding
      })
      .join(GAP)
      .trimEnd()
}
