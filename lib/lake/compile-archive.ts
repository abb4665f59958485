import type { Catalogue } from '../catalogue/catalogue'
import {
  isArchived,
  knownParameters,
  parametersOf,
  priceParameters,
  reasonToLeaveOut,
  type Captured,
  type Network,
} from '../catalogue/known-parameters'
import { planQuery } from '../catalogue/plan-query'
import { athena } from '../dialects/athena'
import type { CompiledQuery, LogDescription } from '../dialects/dialect'
import type { FieldName } from '../flow-log/fields'
import type { Format } from '../flow-log/format'
import { archiveTemplate, TEMPLATE_DAY, type ArchiveQuery } from './archive-query'
import type { LakeTable } from './lake'

// No function may import this file: its bundle would carry the compiler.

/** What the archive's SQL depends on besides the catalogue. */
export interface ArchivedLog extends LakeTable, Network {
  readonly logFormat: Format
  readonly targets: readonly Captured[]
  readonly usdPerGB: number
}

export interface CompiledArchive {
  readonly compiled: readonly (ArchiveQuery & Pick<CompiledQuery, 'columns'>)[]
  readonly leftOut: readonly { readonly query: string; readonly reason: string }[]
}

/** The queries that the catalogue marks `Archive: daily`, as SQL with placeholders for the day, and why some are not there. */
export function compileArchive(log: ArchivedLog, catalogue: Catalogue): CompiledArchive {
  const known = knownParameters(log, log.targets, log.logFormat)
  const description: LogDescription = {
    fields: new Map(log.logFormat.map(({ name }) => [name as FieldName, 'always'])),
    table: ['awsdatacatalog', log.database, log.table],
  }
  const compiled: CompiledArchive['compiled'][number][] = []
  const leftOut: CompiledArchive['leftOut'][number][] = []
  for (const query of catalogue.all().filter(isArchived)) {
    const parameters = [...parametersOf(query, known), ...priceParameters(query, log)]
    const reason = reasonToLeaveOut(query, log.logFormat, parameters)
    if (reason !== undefined) {
      leftOut.push({ query: query.name, reason })
      continue
    }
    const plan = planQuery(query, parameters)
    const { text, columns } = athena.compile(plan, description, TEMPLATE_DAY)
    compiled.push({ name: query.name, sql: archiveTemplate(text), columns })
  }
  return { compiled, leftOut }
}
