import type { AthenaAnswer } from '../aws-server/athena-state'

/** A value as a Trino cluster writes it: text for Athena, JSON for Trino, where integers stay bigint. */
export type RemoteValue = string | number | bigint | null

/** What a cluster answers: columns of Trino's types, and rows. */
export interface RemoteAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly RemoteValue[])[]
}

/** The same as Athena gives it: types without their lengths, every value as text. */
export function athenaAnswer({
  columns,
  rows,
}: Pick<RemoteAnswer, 'columns'> & {
  readonly rows: readonly (readonly unknown[])[]
}): AthenaAnswer {
  return {
    columns: columns.map(({ name, type }) => ({ name, type: type.replace(/\(.*/, '') })),
    rows: rows.map((row) => row.map(text)),
  }
}

function text(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new Error(`Athena writes no ${JSON.stringify(value)}`)
}
