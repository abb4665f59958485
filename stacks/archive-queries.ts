import type { Catalogue } from '../lib/catalogue/catalogue'
import {
  isArchived,
  knownParameters,
  parametersOf,
  priceParameters,
  reasonToLeaveOut,
} from '../lib/catalogue/known-parameters'
import { archiveTemplate, TEMPLATE_DAY, type ArchiveQuery } from '../lib/lake/archive-query'
import type { OutputColumn } from '../lib/language/plan'
import type { Settings } from '../lib/settings/settings'
import { athenaQuery, describeTable } from './athena-query'

export interface ArchiveQueries {
  readonly compiled: readonly (ArchiveQuery & { readonly columns: readonly OutputColumn[] })[]
  readonly leftOut: readonly { readonly query: string; readonly reason: string }[]
}

/** The queries that the catalogue marks `Archive: daily`, as SQL with placeholders for the day, and why some are not there. */
export function archiveQueries(settings: Settings, catalogue: Catalogue): ArchiveQueries {
  const { logFormat, targets } = settings.lake
  const known = knownParameters(settings, targets, logFormat)
  const log = describeTable(logFormat, settings.lake)
  const compiled: ArchiveQueries['compiled'][number][] = []
  const leftOut: ArchiveQueries['leftOut'][number][] = []
  for (const query of catalogue.all().filter(isArchived)) {
    const parameters = [...parametersOf(query, known), ...priceParameters(query, settings)]
    const reason = reasonToLeaveOut(query, logFormat, parameters)
    if (reason !== undefined) {
      leftOut.push({ query: query.name, reason })
      continue
    }
    const { text, columns } = athenaQuery(query, log, { parameters, range: TEMPLATE_DAY })
    compiled.push({ name: query.name, sql: archiveTemplate(text), columns })
  }
  return { compiled, leftOut }
}
