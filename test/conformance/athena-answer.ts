import type { AthenaAnswer } from '../aws-server/athena-state'
import { runOnTrino } from './trino-client'

/** Answers a query on Trino in Athena's form: its names of types, every value as text. */
export async function athenaAnswer(server: string, sql: string): Promise<AthenaAnswer> {
  const { columns, rows } = await runOnTrino(server, sql)
  return {
    columns: columns.map(({ name, type }) => ({ name, type: type.replace(/\(.*/, '') })),
    rows: rows.map((row) => row.map(text)),
  }
}

function text(value: unknown): string | null {
  if (value === null) return null
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new Error(`Athena writes no ${JSON.stringify(value)}`)
}
