import {
  GetQueryResultsCommand,
  type ColumnInfo,
  type Row as AthenaRow,
} from '@aws-sdk/client-athena'
import type { ColumnType, ResultColumn, Row } from '../../results/result'
import { readCell } from '../../results/values'
import { retrying } from '../retry'
import { waitForever, type Waiting } from '../wait'
import type { AthenaClients } from './execution'

export interface ResultPage {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Row[]
  readonly isLast: boolean
}

/**
 * The result of an execution that succeeded, at most 1000 rows a page; one page at least, also without rows. The columns are
 * Athena's where the caller does not know them.
 */
export async function* resultPages(
  id: string,
  { athena }: AthenaClients,
  waiting: Waiting = waitForever,
  known?: readonly ResultColumn[],
): AsyncGenerator<ResultPage> {
  let token: string | undefined
  let first = true
  do {
    const command = new GetQueryResultsCommand({
      QueryExecutionId: id,
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    const { ResultSet, NextToken } = await retrying(
      (options) => athena.send(command, options),
      waiting,
    )
    const described = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(column)
    const columns = known ?? described
    const rows = ResultSet?.Rows ?? []
    const data = first && isHeader(rows[0], described) ? rows.slice(1) : rows
    token = NextToken
    yield { columns, rows: data.map((row) => cells(row, columns)), isLast: !token }
    first = false
  } while (token)
}

/** The first row of the first page repeats the column names; some services return them in lower case. */
function isHeader(row: AthenaRow | undefined, columns: readonly ResultColumn[]): boolean {
  const lower = (text: string | undefined) => text?.toLowerCase()
  return (
    row !== undefined &&
    columns.every(({ name }, index) => lower(row.Data?.[index]?.VarCharValue) === lower(name))
  )
}

/** Athena gives the type `decimal` without its scale. */
function column({ Name = '', Type = '', Scale }: ColumnInfo): ResultColumn {
  const isWhole = Type === 'decimal' && Scale === 0
  return { name: Name, type: isWhole ? 'integer' : typeOf(Type) }
}

function typeOf(type: string): ColumnType {
  if (/^(tinyint|smallint|int|integer|bigint|decimal\(\d+, ?0\))$/.test(type)) return 'integer'
  if (/^(double|float|real|decimal)/.test(type)) return 'number'
  return type.startsWith('timestamp') ? 'time' : 'text'
}

function cells({ Data = [] }: AthenaRow, columns: readonly ResultColumn[]): Row {
  return columns.map(({ type }, index) => readCell(Data[index]?.VarCharValue, type))
}
