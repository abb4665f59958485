import { answerableQueries, type LeftOutQuery } from '../lib/catalogue/answerable-queries'
import type { Catalogue } from '../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { YESTERDAY } from '../lib/dialects/symbolic-day'
import type { Settings } from '../lib/settings/settings'
import { athenaQuery, describeTable } from './athena-query'
import type { NamedQuery } from './constructs/named-queries'

export interface SavedAthenaQueries {
  readonly saved: readonly NamedQuery[]
  readonly leftOut: readonly LeftOutQuery[]
}

/** The catalogue as Athena's SQL for the day before each run: the queries that the lake's format can answer. */
export function savedAthenaQueries(settings: Settings, catalogue: Catalogue): SavedAthenaQueries {
  const { lake } = settings
  const { queries, values, leftOut } = answerableQueries(catalogue.all(), { ...settings, ...lake })
  const log = describeTable(lake.logFormat, lake)
  const saved = queries.map((query): NamedQuery => {
    const { text } = athenaQuery(query, log, { values, range: YESTERDAY })
    return {
      name: query.name,
      description: descriptionOf(query),
      sql: `${commentOf(query)}\n${text}\n`,
    }
  })
  return { saved, leftOut }
}

function commentOf({ name, version, title }: CatalogueQuery): string {
  return `-- natlens ${name} v${version}: ${title}\n-- The records of yesterday, UTC; the day is computed when the query runs.`
}

function descriptionOf({ title, description }: CatalogueQuery): string {
  return [title, description.replace(/\s+/g, ' ')].filter((part) => part !== '').join('. ')
}
