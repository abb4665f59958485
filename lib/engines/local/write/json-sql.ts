import { literal } from '../../../dialects/literals'
import { visibleJson } from '../../../visible'
import type { WrittenColumn } from './column-kind'
import type { TextFile } from './text-copy'
import { doubleText, isSafeInteger, timeText, unmatched } from './values-sql'

/** The file that the presenter of json writes. */
export function jsonFile(columns: readonly WrittenColumn[]): TextFile {
  const members = columns.map((column, index) => {
    const key = `${index === 0 ? '{' : ','}${jsonText(column.name)}:`
    return `${literal(key)}, ${cell(column)}`
  })
  const line = `concat(${members.join(', ')}, '}')`
  return { line, before: '[\n  ', between: ',\n  ', after: '\n]\n', empty: '[]\n' }
}

function cell({ sql, kind }: WrittenColumn): string {
  switch (kind) {
    case 'text':
      return textCell(sql)
    case 'integer':
      return `CASE WHEN ${isSafeInteger(sql)} THEN CAST(${sql} AS VARCHAR) WHEN ${sql} IS NULL THEN 'null' ELSE concat('"', ${sql}, '"') END`
    case 'boolean':
      return `coalesce(CAST(CAST(${sql} AS INTEGER) AS VARCHAR), 'null')`
    case 'double':
      return `coalesce(${doubleText(sql)}, 'null')`
    case 'time':
      return `coalesce('"' || ${timeText(sql)} || '"', 'null')`
    case 'other':
      throw new Error(`the text of ${sql} is unknown`)
  }
}

/** Text without an escape. */
const PLAIN = String.raw`[ !#-\[\]-~]*`
/** Text in which only `"` and `\` have escapes. Control characters and marks of direction are rare: a presenter writes them. */
const PRINTABLE = String.raw`[ -~\p{L}\p{M}\p{N}]*`

function textCell(text: string): string {
  const escaped = `replace(replace(${text}, '\\', '\\\\'), '"', '\\"')`
  return `CASE
    WHEN ${text} IS NULL OR ${text} = '-' THEN 'null'
    WHEN regexp_full_match(${text}, ${literal(PLAIN)}) THEN concat('"', ${text}, '"')
    WHEN regexp_full_match(${text}, ${literal(PRINTABLE)}) THEN concat('"', ${escaped}, '"')
    ELSE ${unmatched(text)}
  END`
}

function jsonText(text: string): string {
  return visibleJson(JSON.stringify(text))
}
