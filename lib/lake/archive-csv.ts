import type { AthenaClients } from '../engines/athena/execution'
import { resultPages } from '../engines/athena/result-pages'
import type { Waiting } from '../engines/wait'
import { csvHeader, csvLine } from '../results/csv-line'

/** The result of an execution as CSV; `rows` counts the lines without the header. */
export async function csvOf(
  executionId: string,
  clients: AthenaClients,
  waiting: Waiting,
): Promise<{ readonly text: string; readonly rows: number }> {
  let text = ''
  let rows = 0
  for await (const page of resultPages(executionId, clients, waiting)) {
    if (text === '') text = csvHeader(page.columns.map(({ name }) => name))
    text += page.rows.map(csvLine).join('')
    rows += page.rows.length
  }
  return { text, rows }
}
