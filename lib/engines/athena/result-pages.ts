import {
  GetQueryResultsCommand,
  type ColumnInfo,
  type Row as AthenaRow,
} from '@aws-sdk/client-athena'
import type { Cell, ColumnType, ResultColumn, Row } from '../../results/result'
import { integerCell } from '../../results/values'
import { retrying } from '../retry'
import { patience, type Waiting } from '../wait'
import type { AthenaClients } from './execution'

export interface ResultPage {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Row[]
}

/** The result of an execution that succeeded, at most 1000 rows a page; one page at least, also without rows. */
export async function* resultPages(
  id: string,
  { athena }: AthenaClients,
  waiting: Waiting = patience,
): AsyncGenerator<ResultPage> {
  let token: string | undefined
  let first = true
  do {
    const command = new GetQueryResultsCommand({
      QueryExecutionId: id,
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    const { ResultSet, NextToken } = await retrying(() => athena.send(command), waiting)
    const columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(column)
    const rows = ResultSet?.Rows ?? []
    const data = first && isHeader(rows[0], columns) ? rows.slice(1) : rows
    yield { columns, rows: data.map((row) => cells(row, columns)) }
    first = false
    token = NextToken
  } while (token)
}

/** The first row of the first page repeats the names of the columns. */
function isHeader(row: AthenaRow | undefined, columns: readonly ResultColumn[]): boolean {
  return (
    row !== undefined &&
    columns.every(({ name }, index) => row.Data?.[index]?.VarCharValue === name)
  )
}

function column({ Name = '', Type = '' }: ColumnInfo): ResultColumn {
  return { name: Name, type: typeOf(Type) }
}

function typeOf(type: string): ColumnType {
  if (/^(tinyint|smallint|int|integer|bigint)$/.test(type)) return 'integer'
  if (/^(double|float|real|decimal)/.test(type)) return 'number'
  return type.startsWith('timestamp') ? 'time' : 'text'
}

function cells({ Data = [] }: AthenaRow, columns: readonly ResultColumn[]): Row {
  return columns.map(({ type }, index) => cell(Data[index]?.VarCharValue, type))
}

/** Athena gives every value as text, and none where there is no value. */
function cell(text: string | undefined, type: ColumnType): Cell {
  if (text === undefined) return null
  switch (type) {
    case 'text':
      return text
    case 'integer':
      return integerCell(BigInt(text))
    case 'number':
      return Number(text)
    case 'time':
      return new Date(`${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`)
  }
}
