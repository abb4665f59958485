import { readHeader } from '../../../../flow-log/format'
import type { Unwrapper, Wrapper } from './wrapper'

/**
 * Values between commas, tabs or semicolons, quoted or not: results of Athena, CSV of the console and of Logs Insights,
 * spreadsheets. With a column `message` or `@message` that column has the records, else the values are those of one.
 */
function delimited(name: string, delimiter: string): Wrapper {
  return {
    name,
    unit: 'line',
    recognizes: (head) => firstRow(head.toString('latin1')).includes(delimiter),
    open: () => rowReader(delimiter),
  }
}

export const tabs = delimited('values between tabs', '\t')
export const commas = delimited('CSV', ',')
export const semicolons = delimited('values between semicolons', ';')

const COMMENT = /^\s*(#|--|\/\/)/
const BYTE_ORDER_MARK = /^(\u00ef\u00bb\u00bf|\ufeff)/

function firstRow(text: string): string {
  const isRow = (line: string) => line.trim() !== '' && !COMMENT.test(line)
  return text.replace(BYTE_ORDER_MARK, '').split('\n').find(isRow) ?? ''
}

/** Works on one character a byte, so that any text passes as it is. */
function rowReader(delimiter: string): Unwrapper {
  let rest = ''
  let isAtStart = true
  let toLine: ((values: readonly string[]) => string) | undefined

  function lineOf(row: string): string {
    if (row.trim() === '' || (!toLine && COMMENT.test(row))) return row
    const values = splitRow(row, delimiter)
    if (toLine) return toLine(values)
    const message = values.findIndex((value) => /^@?message$/i.test(value))
    if (message >= 0) {
      toLine = (columns) => columns[message]?.replace(/\s*\n\s*/g, ' ') ?? columns.join(' ')
      return ''
    }
    toLine = recordLine
    const header = readHeader(values)
    if (header?.kind !== 'fields') return recordLine(values)
    return header.fields.map((field, index) => field?.token ?? `unknown-${index}`).join(' ')
  }
  /** A line end inside quotation marks does not end the row. */
  function read(text: string, isEnd: boolean): Buffer {
    const lines = text.split('\n')
    const last = lines.pop()!
    if (isEnd && last !== '') lines.push(last)
    const out: string[] = []
    let open: string | undefined
    for (const line of lines) {
      const row = open === undefined ? line : `${open}\n${line}`
      const isOpen = row.includes('"') && row.split('"').length % 2 === 0
      open = isOpen && row.length < MAX_ROW ? row : undefined
      if (open === undefined) out.push(lineOf(row.replace(/\r$/, '')))
    }
    if (open !== undefined && isEnd) out.push(lineOf(open))
    rest = isEnd ? '' : open === undefined ? last : `${open}\n${last}`
    return Buffer.from(out.map((line) => `${line}\n`).join(''), 'latin1')
  }

  return {
    add(bytes) {
      const text = rest + bytes.toString('latin1')
      const isFirst = isAtStart && text.length > 0
      if (isFirst) isAtStart = false
      return read(isFirst ? text.replace(BYTE_ORDER_MARK, '') : text, false)
    },
    end: () => read(rest, true),
  }
}

/** A longer row is one with a quotation mark too many. */
const MAX_ROW = 100_000

function splitRow(row: string, delimiter: string): readonly string[] {
  if (!row.includes('"')) return row.split(delimiter).map((value) => value.trim())
  const values: string[] = []
  let at = 0
  while (at <= row.length) {
    if (row[at] === '"') {
      let end = row.indexOf('"', at + 1)
      while (end >= 0 && row[end + 1] === '"') end = row.indexOf('"', end + 2)
      if (end < 0) end = row.length
      const next = row.indexOf(delimiter, end)
      values.push(
        row
          .slice(at + 1, end)
          .replaceAll('""', '"')
          .trim(),
      )
      at = next < 0 ? row.length + 1 : next + 1
    } else {
      const next = row.indexOf(delimiter, at)
      values.push(row.slice(at, next < 0 ? row.length : next).trim())
      at = next < 0 ? row.length + 1 : next + 1
    }
  }
  return values
}

/** An empty value is missing; a value of a record has no space. */
function recordLine(values: readonly string[]): string {
  return values.map((value) => value.replace(/\s+/g, '_') || '-').join(' ')
}
