import type { ResultColumn, Row } from '../../lib/results/result'
import type { ValueType } from '../../lib/language/plan'

/** A value as a Trino cluster writes it: text for Athena, JSON for Trino, where integers stay bigint. */
export type RemoteValue = string | number | bigint | null

export const TRINO_TYPES: Readonly<Record<Exclude<ValueType, 'boolean'>, string>> = {
  text: 'varchar',
  integer: 'bigint',
  number: 'double',
  time: 'timestamp(3)',
}

/** Rows as a Trino cluster would give them in JSON: moments as text in UTC, without a zone. */
export function remoteRows(rows: readonly Row[]): RemoteValue[][] {
  return rows.map((row) =>
    row.map((cell) =>
      cell instanceof Date ? cell.toISOString().replace('T', ' ').replace('Z', '') : cell,
    ),
  )
}

/** The same as Athena gives them: every value as text. */
export function athenaAnswer(columns: readonly ResultColumn[], rows: readonly Row[]) {
  return {
    columns: columns.map(({ name, type }) => ({ name, type: TRINO_TYPES[type] })),
    rows: remoteRows(rows).map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
  }
}
