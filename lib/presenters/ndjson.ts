import type { Table } from '../answers/answer'
import { jsonRow } from './json'

/** One JSON object a line, one line a row. */
export async function* ndjson({ columns, batches }: Table): AsyncGenerator<string> {
  const object = jsonRow(columns)
  for await (const rows of batches) {
    let lines = ''
    for (const row of rows) lines += `${object(row)}\n`
    if (lines) yield lines
  }
}
