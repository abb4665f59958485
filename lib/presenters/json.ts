import type { Table } from '../answers/answer'
import type { Cell, ResultColumn, Row } from '../results/result'
import { isoTime, shown } from '../results/values'
import { visibleJson } from '../visible'

/**
 * An array of objects, one per row, keys = column names. Integers that a double cannot hold are strings, times are
 * ISO 8601 UTC, no value is null.
 */
export async function* json({ columns, batches }: Table): AsyncGenerator<string> {
  const object = jsonRow(columns)
  let before = '[\n  '
  for await (const rows of batches) {
    let lines = ''
    for (const row of rows) {
      lines += before + object(row)
      before = ',\n  '
    }
    if (lines) yield lines
  }
  yield before === '[\n  ' ? '[]\n' : '\n]\n'
}

/** Writes rows of these columns as JSON objects, each on one line. */
export function jsonRow(columns: readonly ResultColumn[]): (row: Row) => string {
  const keys = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${jsonText(name)}:`)
  return (row) => {
    let line = ''
    for (let index = 0; index < keys.length; index++) line += keys[index]! + jsonCell(row[index]!)
    return `${line}}`
  }
}

function jsonCell(cell: Cell): string {
  if (typeof cell === 'string') return cell === '-' ? 'null' : jsonText(cell)
  const value = shown(cell)
  if (value === null) return 'null'
  if (value instanceof Date) return `"${isoTime(value)}"`
  if (typeof value === 'number') return String(value)
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`
}

// Most text of a log is an address or an id, which needs no escape.
const PLAIN = /^[ !#-[\]-~]*$/

function jsonText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : visibleJson(JSON.stringify(text))
}
