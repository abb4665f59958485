import type { Row } from '../../../results/result'
import { rowsOf } from './cells'
import type { Database } from './database'

/** The rows of a statement, in batches. */
export async function* rowsFrom(database: Database, sql: string): AsyncGenerator<readonly Row[]> {
  for await (const chunk of database.stream(sql)) yield rowsOf(chunk)
}
