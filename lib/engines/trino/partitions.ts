import { identifier } from '../../dialects/literals'
import { LATENESS_SECONDS, partitionConditions } from '../../dialects/partitions'
import type { TimeRange } from '../../time'
import type { Notice } from '../engine'
import { note } from '../notices'
import {
  checkHourKeys,
  checkPartitions,
  UNCHECKED,
  type ExpectedAccount,
  type PartitionCheck,
} from '../partition-check'
import type { TableColumn } from '../table-fields'
import type { Waiting } from '../wait'
import type { Connection } from './connection'
import { QueryFailed } from './failure'
import { statementPages } from './statement'

/** A table as `DESCRIBE` shows it. */
export interface DescribedTable {
  /** Catalog, schema, table. */
  readonly path: readonly string[]
  /** Without the partition keys. */
  readonly columns: readonly TableColumn[]
  readonly partitionKeys: readonly string[]
}

export interface PartitionChecking {
  readonly latenessSeconds?: number | undefined
  readonly retentionDays?: number | undefined
  readonly expectedAccount?: ExpectedAccount | undefined
  readonly connection: Connection
  readonly waiting: Waiting
}

/**
 * Notes the hours of a range that the table has no partition for. A table without partition keys (a view, Iceberg) or without a list
 * of partitions is not checked; a note says so.
 *
 * https://trino.io/docs/current/connector/hive.html#metadata-tables
 * @throws {UserError} when the SQL cannot choose hours in it.
 */
export async function checkTrinoPartitions(
  { path, columns, partitionKeys: keys }: DescribedTable,
  range: TimeRange,
  {
    latenessSeconds = LATENESS_SECONDS,
    retentionDays,
    expectedAccount,
    connection,
    waiting,
  }: PartitionChecking,
  notify: (notice: Notice) => void,
): Promise<PartitionCheck> {
  const name = path.join('.')
  const isPartitioned = keys.length > 0
  checkHourKeys(name, isPartitioned ? keys : columns.map((column) => column.name))
  if (!isPartitioned) {
    notify(unchecked(`\`${name}\` shows no partition keys`))
    return UNCHECKED
  }

  const from = [...path.slice(0, -1), `${path.at(-1)}$partitions`].map(identifier).join('.')
  const list = async function* (of?: TimeRange): AsyncGenerator<readonly string[]> {
    const conditions = of ? ` WHERE ${partitionConditions(of, latenessSeconds).join(' AND ')}` : ''
    const sql = `SELECT ${keys.map(identifier).join(', ')} FROM ${from}${conditions}`
    for await (const { data } of statementPages(sql, connection, waiting)) {
      for (const values of data) yield values.map(String)
    }
  }
  const addHint = 'where its catalog is Glue, `natlens partitions add --from … --to …` adds them'
  const check = { name, keys, addHint, latenessSeconds, retentionDays, expectedAccount, list }
  try {
    return await checkPartitions(check, range, waiting.clock.now(), notify)
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error
    notify(unchecked(`the partitions of \`${name}\` cannot be listed (${error.errorName})`))
    return UNCHECKED
  }
}

function unchecked(finding: string): Notice {
  return note(`trino: ${finding}: hours without a partition are not read and not reported`)
}
