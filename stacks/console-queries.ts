import type { Catalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import { knownParameters, parametersOf, reasonToLeaveOut } from '../lib/catalogue/known-parameters'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { withParsedFields } from '../lib/dialects/insights'
import type { LogGroup, NatGateway, Settings } from '../lib/settings/settings'

/** A query of the catalogue as the console keeps it. */
export interface ConsoleQuery {
  /** `nat/conversations` */
  readonly query: string
  readonly text: string
}

export interface ConsoleQueries {
  readonly saved: readonly ConsoleQuery[]
  readonly leftOut: readonly { readonly query: string; readonly reason: string }[]
}

/** What is known of a NAT gateway only when Terraform plans: expressions that stand for it in a text. */
export interface LookedUp {
  readonly interfaceId: string
  readonly privateAddress: string
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
const LONGEST_TEXT = 10_000

/**
 * The catalogue for one log group: what its format can answer, with the parameters filled in from the settings, and why the
 * rest is left out. `lookedUp` has an entry for each zonal NAT gateway that the settings know by its own id only.
 */
export function consoleQueries(
  settings: Settings,
  { targets }: LogGroup,
  catalogue: Catalogue,
  lookedUp: ReadonlyMap<string, LookedUp>,
): ConsoleQueries {
  const { logFormat, fieldNames } = settings.cloudwatch
  const stand = standIns(settings.natGateways, lookedUp)
  const known = knownParameters({ ...settings, natGateways: stand.natGateways }, targets, logFormat)
  const saved: ConsoleQuery[] = []
  const leftOut: { query: string; reason: string }[] = []
  for (const query of catalogue.all()) {
    const parameters = [...parametersOf(query, known), ...priceOf(query, settings)]
    const reason = reasonToLeaveOut(query, logFormat, parameters)
    if (reason !== undefined) {
      leftOut.push({ query: query.name, reason })
      continue
    }
    const filled = fill(query, parameters)
    const body = fieldNames === 'parse' ? withParsedFields(filled, logFormat) : filled
    const text = stand.resolve(`# natlens ${query.name} v${query.version}\n${body}`)
    if (text.length <= LONGEST_TEXT) saved.push({ query: query.name, text })
    else leftOut.push({ query: query.name, reason: `its text has ${text.length} characters` })
  }
  return { saved, leftOut }
}

function priceOf({ parameters }: CatalogueQuery, { usdPerGB }: Settings): readonly string[] {
  return parameters.some(({ name }) => name === 'usdPerGB') ? [`usdPerGB=${usdPerGB}`] : []
}

/**
 * Parameters are checked as ids and addresses, which an expression of Terraform is not: ids and addresses that AWS never
 * gives out (240.0.0.0/4 is reserved) stand for it while a query is filled in.
 */
function standIns(
  natGateways: readonly NatGateway[],
  lookedUp: ReadonlyMap<string, LookedUp>,
): { readonly natGateways: readonly NatGateway[]; resolve(text: string): string } {
  const expressions = new Map<string, string>()
  const known = natGateways.map((gateway, index): NatGateway => {
    const found = gateway.kind === 'zonal' ? lookedUp.get(gateway.natGatewayId) : undefined
    if (gateway.kind !== 'zonal' || !found) return gateway
    const interfaceId = `eni-lookup-${index}`
    const address = `255.255.${index >> 8}.${index & 255}`
    expressions.set(`"${interfaceId}"`, `"${found.interfaceId}"`)
    expressions.set(`"${address}"`, `"${found.privateAddress}"`)
    const { privateAddresses } = gateway
    return {
      ...gateway,
      kind: 'interface',
      interfaceId,
      privateAddresses: privateAddresses.length > 0 ? privateAddresses : [address],
    }
  })
  return {
    natGateways: known,
    resolve: (text) =>
      [...expressions].reduce((rest, [from, to]) => rest.replaceAll(from, () => to), text),
  }
}
