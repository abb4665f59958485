import { planQuery } from '../lib/catalogue/plan-query'
import type { CatalogueQuery } from '../lib/catalogue/query'
import type { Cell, ColumnType, ResultColumn } from '../lib/results/result'
import { readCsv } from '../lib/results/read-csv'
import { integerCell } from '../lib/results/values'
import type { OutputColumn } from '../lib/language/plan'

/** A file of the archive as columns and rows, with the types and units of the query; an unknown column is text. */
export function archiveTable(
  bytes: Buffer,
  query: CatalogueQuery,
): { readonly columns: readonly ResultColumn[]; readonly rows: readonly (readonly Cell[])[] } {
  const [names = [], ...lines] = readCsv(bytes.toString('utf8'))
  const types = new Map(planColumns(query).map(({ name, type }) => [name, type]))
  const columns = names.map((header): ResultColumn => {
    const name = header ?? ''
    return { name, type: columnType(types.get(name)), unit: query.units.get(name) }
  })
  const rows = lines.map((line) =>
    columns.map((column, index) => cell(line[index] ?? null, column)),
  )
  return { columns, rows }
}

/** The columns of the query; empty for a query with required parameters, so that all columns are text. */
function planColumns(query: CatalogueQuery): readonly Pick<OutputColumn, 'name' | 'type'>[] {
  return query.parameters.some(({ required }) => required) ? [] : planQuery(query).columns
}

function columnType(type: OutputColumn['type'] | undefined): ColumnType {
  return type === 'boolean' ? 'integer' : (type ?? 'text')
}

function cell(text: string | null, { type }: ResultColumn): Cell {
  if (text === null) return null
  if (type === 'integer' && /^-?\d+$/.test(text)) return integerCell(BigInt(text))
  if (type === 'number' && Number.isFinite(Number(text))) return Number(text)
  const time = type === 'time' ? new Date(text) : undefined
  return time && !Number.isNaN(time.getTime()) ? time : text
}
