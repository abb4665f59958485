import type { Catalogue } from '../lib/catalogue/catalogue'
import {
  knownParameters,
  parametersOf,
  priceParameters,
  reasonToLeaveOut,
} from '../lib/catalogue/known-parameters'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { yesterdayConditions } from '../lib/dialects/yesterday'
import type { Settings } from '../lib/settings/settings'
import { athenaQuery, describeTable } from './athena-query'
import type { NamedQuery } from './constructs/named-queries'

export interface SavedAthenaQueries {
  readonly saved: readonly NamedQuery[]
  readonly leftOut: readonly { readonly query: string; readonly reason: string }[]
}

/** The catalogue as Athena's SQL for yesterday, whenever it runs: what the lake's format can answer, and why the rest is not there. */
export function savedAthenaQueries(settings: Settings, catalogue: Catalogue): SavedAthenaQueries {
  const { logFormat, targets } = settings.lake
  const known = knownParameters(settings, targets, logFormat)
  const log = { ...describeTable(logFormat, settings.lake), conditions: yesterdayConditions() }
  const saved: NamedQuery[] = []
  const leftOut: SavedAthenaQueries['leftOut'][number][] = []
  for (const query of catalogue.all()) {
    const parameters = [...parametersOf(query, known), ...priceParameters(query, settings)]
    const reason = reasonToLeaveOut(query, logFormat, parameters)
    if (reason !== undefined) {
      leftOut.push({ query: query.name, reason })
      continue
    }
    const { text } = athenaQuery(query, log, { parameters })
    saved.push({ name: query.name, description: describe(query), sql: `${head(query)}\n${text}\n` })
  }
  return { saved, leftOut }
}

function head({ name, version, title }: CatalogueQuery): string {
  return `-- natlens ${name} v${version}: ${title}\n-- The records of yesterday, UTC; the day is computed when the query runs.`
}

function describe({ title, description }: CatalogueQuery): string {
  return [title, description.replace(/\s+/g, ' ')].filter((part) => part !== '').join('. ')
}
