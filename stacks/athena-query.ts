import { planQuery } from '../lib/catalogue/plan-query'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { athena } from '../lib/dialects/athena'
import type { LogDescription } from '../lib/dialects/dialect'
import type { FieldName } from '../lib/flow-log/fields'
import type { Format } from '../lib/flow-log/format'
import type { OutputColumn } from '../lib/language/plan'
import type { TimeRange } from '../lib/time-range'

/** The flow log table as the dialects know it. */
export function describeTable(
  logFormat: Format,
  { databaseName, tableName }: { readonly databaseName: string; readonly tableName: string },
): LogDescription {
  return {
    fields: new Map(logFormat.map(({ name }) => [name as FieldName, 'always'])),
    table: ['awsdatacatalog', databaseName, tableName],
  }
}

export interface AthenaQueryOptions {
  /** `name=value`, as the command line takes them. */
  readonly parameters: readonly string[]
  readonly range?: TimeRange
  /** Without the order of the rows, which a view does not have. */
  readonly unsorted?: boolean
}

/** A query of the catalogue as Athena's SQL. */
export function athenaQuery(
  query: CatalogueQuery,
  log: LogDescription,
  { parameters, range, unsorted = false }: AthenaQueryOptions,
): { readonly text: string; readonly columns: readonly OutputColumn[] } {
  const plan = planQuery(query, parameters)
  const steps = unsorted ? plan.steps.filter(({ kind }) => kind !== 'sort') : plan.steps
  return athena.compile({ ...plan, steps }, log, range)
}
