import type { Table } from '../answers/answer'
import { csvHeader, csvLineOf } from '../results/csv-line'
import type { Layout } from './presenter'
import { visible } from '../visible'

/** RFC 4180, a header line first, as {@link csvLineOf} writes it. */
export async function* csv(
  { columns, batches }: Table,
  { width }: Layout = {},
): AsyncGenerator<string> {
  // Control characters stay in a file, but must not reach a terminal.
  const safe = width === undefined ? (text: string) => text : visible

  yield csvHeader(
    columns.map(({ name }) => name),
    safe,
  )
  for await (const rows of batches) {
    const lines = rows.map((row) => csvLineOf(row, safe)).join('')
    if (lines) yield lines
  }
}
