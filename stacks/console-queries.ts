import { answerableQueries, type LeftOutQuery } from '../lib/catalogue/answerable-queries'
import type { Catalogue } from '../lib/catalogue/catalogue'
import type { NatGatewayLookup } from '../lib/catalogue/deployed-values'
import { fillValues } from '../lib/catalogue/fill'
import { withParsedFields } from '../lib/dialects/insights'
import type { LogGroup, Settings } from '../lib/settings/settings'

/** A query of the catalogue as text for the console. */
export interface ConsoleQuery {
  /** `nat/conversations` */
  readonly query: string
  readonly text: string
}

export interface ConsoleQueries {
  readonly saved: readonly ConsoleQuery[]
  readonly leftOut: readonly LeftOutQuery[]
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
const MAX_TEXT_CHARACTERS = 10_000

/**
 * The catalogue for one log group: the queries that its format can answer, with parameters from the settings, and the reason
 * for each excluded query. `lookups` has an entry for each zonal NAT gateway whose interface the settings do not name.
 */
export function consoleQueries(
  settings: Settings,
  { targets }: LogGroup,
  catalogue: Catalogue,
  lookups: ReadonlyMap<string, NatGatewayLookup>,
): ConsoleQueries {
  const { logFormat, fieldNames } = settings.cloudwatch
  const log = { ...settings, targets, logFormat, lookups }
  const { queries, values, leftOut } = answerableQueries(catalogue.all(), log)
  const texts = queries.map((query): ConsoleQuery => {
    const filled = fillValues(query, values)
    const body = fieldNames === 'parse' ? withParsedFields(filled, logFormat) : filled
    return { query: query.name, text: `# natlens ${query.name} v${query.version}\n${body}` }
  })
  const isTooLong = ({ text }: ConsoleQuery) => text.length > MAX_TEXT_CHARACTERS
  const tooLong = texts.filter(isTooLong).map(({ query, text }): LeftOutQuery => {
    return { query, reason: `its text has ${text.length} characters` }
  })
  return { saved: texts.filter((each) => !isTooLong(each)), leftOut: [...leftOut, ...tooLong] }
}
