import { identifier } from '../../lib/dialects/literals'
import type { LakeSettings } from '../../lib/settings/settings'
import type { LegViewQuery, ViewColumn } from '../leg-view-query'

/** A column of the data set. */
export interface DataSetColumn {
  readonly name: LegColumn
  readonly type: 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME'
}

export type LegColumn = (typeof DIMENSIONS)[number] | (typeof SUMS)[number]

/** The columns that identify a row of the data set; without the private port, which differs for each connection. */
const DIMENSIONS = [
  'slot_start',
  'nat_gateway',
  'nat_address',
  'direction',
  'private_address',
  'public_address',
  'public_port',
  'aws_service',
] as const

const SUMS = ['packets', 'bytes'] as const

const TYPES: Readonly<Record<ViewColumn['trino'], DataSetColumn['type']>> = {
  varchar: 'STRING',
  bigint: 'INTEGER',
  double: 'DECIMAL',
  'timestamp(3)': 'DATETIME',
}

/** The columns of the data set, with the types of the view. */
export function legColumns({ columns }: LegViewQuery): readonly DataSetColumn[] {
  return [...DIMENSIONS, ...SUMS].map((name) => {
    const column = columns.find((each) => each.name === name)
    if (!column) throw new Error(`the view of legs has no ${name}`)
    return { name, type: TYPES[column.trino] }
  })
}

/**
 * The view's records by five minutes and addresses, for today and the days that retention keeps. The condition is on the
 * partitions: with a condition on the time, such as QuickSight's own, Athena would read all of them.
 */
export function legRowsSql({ databaseName, viewName, retentionDays }: LakeSettings): string {
  const first = `(current_timestamp AT TIME ZONE 'UTC' - INTERVAL '${retentionDays}' DAY)`
  const dimensions = DIMENSIONS.map(identifier).join(', ')
  const sums = SUMS.map((name) => `SUM(${identifier(name)}) AS ${identifier(name)}`).join(', ')
  return `SELECT ${dimensions}, ${sums}
FROM ${['awsdatacatalog', databaseName, viewName].map(identifier).join('.')}
WHERE "year" >= date_format(${first}, '%Y')
  AND "year" || '-' || "month" || '-' || "day" >= date_format(${first}, '%Y-%m-%d')
GROUP BY ${dimensions}`
}
