import { literal } from '../../../dialects/literals'
import { csvHeader } from '../../../results/csv-line'
import type { WrittenColumn } from './column-kind'
import type { TextFile } from './text-copy'
import { doubleText, timeText } from './values-sql'

/** The file that the presenter of csv writes. */
export function csvFile(columns: readonly WrittenColumn[]): TextFile {
  const header = csvHeader(columns.map(({ name }) => name))
  // `concat` leaves NULL out.
  const line = `concat(${columns.map(cell).join(", ',', ")})`
  return { line, before: header, between: '\r\n', after: '\r\n', empty: header }
}

function cell({ sql, kind }: WrittenColumn): string {
  switch (kind) {
    case 'text':
      return textCell(sql)
    case 'integer':
      return sql
    case 'boolean':
      return `CAST(${sql} AS INTEGER)`
    case 'double':
      return doubleText(sql)
    case 'time':
      return timeText(sql)
    case 'other':
      throw new Error(`the text of ${sql} is unknown`)
  }
}

/** The text of a cell that is neither quoted nor guarded. */
const PLAIN = String.raw`[^-=+@\t\r\n",][^\r\n",]*`

function textCell(text: string): string {
  const guarded = `CASE WHEN regexp_matches(${text}, '^[-=+@\\t\\r]') THEN concat('''', ${text}) ELSE ${text} END`
  const quoted = `concat('"', replace(${guarded}, '"', '""'), '"')`
  return `CASE
    WHEN regexp_full_match(${text}, ${literal(PLAIN)}) THEN ${text}
    WHEN ${text} = '-' THEN ''
    WHEN regexp_matches(${text}, '[\\r\\n",]') THEN ${quoted}
    ELSE ${guarded}
  END`
}
