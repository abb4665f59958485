import type { GivenValues } from '../lib/catalogue/fill'
import { planQuery } from '../lib/catalogue/plan-query'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { athena } from '../lib/dialects/athena'
import { fieldsOf, type LogDescription } from '../lib/dialects/dialect'
import type { QueryRange } from '../lib/dialects/partitions'
import type { Format } from '../lib/flow-log/format'
import type { OutputColumn } from '../lib/language/plan'

/** The flow log table for the dialects. */
export function describeTable(
  logFormat: Format,
  { databaseName, tableName }: { readonly databaseName: string; readonly tableName: string },
): LogDescription {
  return { fields: fieldsOf(logFormat), table: ['awsdatacatalog', databaseName, tableName] }
}

export interface AthenaQueryOptions {
  readonly values: GivenValues
  readonly range?: QueryRange
  /** Without the order of the rows, which a view does not have. */
  readonly unsorted?: boolean
}

/** A query of the catalogue as Athena's SQL. */
export function athenaQuery(
  query: CatalogueQuery,
  log: LogDescription,
  { values, range, unsorted = false }: AthenaQueryOptions,
): { readonly text: string; readonly columns: readonly OutputColumn[] } {
  const plan = planQuery(query, values)
  const steps = unsorted ? plan.steps.filter(({ kind }) => kind !== 'sort') : plan.steps
  return athena.compile({ ...plan, steps }, log, range)
}
