import { StringDecoder } from 'node:string_decoder'
import type { ResultColumn, Row } from '../../results/result'
import { readCell } from '../../results/values'

/**
 * Reads the CSV file that Athena writes: every value in double quotes, no value as nothing at all, the names of the columns
 * first. Gives the rows of each piece as it comes.
 *
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export async function* csvRows(
  pieces: AsyncIterable<Uint8Array>,
  columns: readonly ResultColumn[],
): AsyncGenerator<readonly Row[]> {
  const decoder = new StringDecoder('utf8')
  let text = ''
  let isHeader = true
  for await (const piece of pieces) {
    const { lines, rest } = wholeLines(text + decoder.write(Buffer.from(piece)))
    text = rest
    const rows = isHeader ? lines.slice(1) : lines
    if (lines.length > 0) isHeader = false
    if (rows.length > 0) yield rows.map((line) => row(line, columns))
  }
  const last = text + decoder.end()
  if (last === '' || isHeader) return
  const { lines } = wholeLines(`${last}\n`)
  if (lines.length > 0) yield lines.map((line) => row(line, columns))
}

type Line = readonly (string | null)[]

/** A value, in quotes or not, and its separator; the end of the text does not end a value, as more text may follow. */
const VALUE = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n)/y

function wholeLines(text: string): { readonly lines: readonly Line[]; readonly rest: string } {
  const lines: Line[] = []
  let line: (string | null)[] = []
  let end = 0
  VALUE.lastIndex = 0
  for (let match = VALUE.exec(text); match; match = VALUE.exec(text)) {
    const [, quoted, plain, separator] = match
    line.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'))
    if (separator === ',') continue
    lines.push(line)
    line = []
    end = VALUE.lastIndex
  }
  return { lines, rest: text.slice(end) }
}

function row(line: Line, columns: readonly ResultColumn[]): Row {
  return columns.map(({ type }, index) => readCell(line[index], type))
}
