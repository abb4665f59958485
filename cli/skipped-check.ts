import { countText } from '../lib/count-text'
import type { CatalogueQuery } from '../lib/catalogue/query'
import type { Check, Notice } from '../lib/engines/engine'
import { listText } from '../lib/list-text'
import type { Row } from '../lib/results/result'
import { GATEWAY_ID, givenGateways } from './nat-gateways'
import { planText } from './plan-text'

/** Intervals of which AWS did not deliver all records of a NAT gateway's interface. */
export interface SkippedIntervals {
  /** The interface, or the resource of a regional gateway. */
  readonly natGateway: string
  readonly intervals: number
}

// Records without an interface are those of regional gateways.
const SKIPPED = `filter logStatus = "SKIPDATA"
| stats count(*) as intervals by ${GATEWAY_ID} as id, if(interfaceId = "-", "nat_gateway", coalesce(interfaceType, "-")) as type
| sort intervals desc, id asc`

/**
 * Looks for skipped intervals of NAT gateways, for a query that counts their traffic; undefined for any other query.
 * `onFound` gets them before they are reported.
 */
export function skippedCheck(
  { exact }: Pick<CatalogueQuery, 'exact'>,
  params: readonly string[],
  onFound: (skipped: readonly SkippedIntervals[]) => void = () => undefined,
): Check | undefined {
  if (exact.length === 0) return undefined
  const given = givenGateways(params)

  const found = (skipped: readonly SkippedIntervals[]) => {
    onFound(skipped)
    return { notices: skippedNote(skipped) }
  }
  return {
    plan: planText(SKIPPED),
    report: (rows) => {
      const skipped = rows.map(readSkipped)
      const isGateway = ({ natGateway, type }: (typeof skipped)[number]) =>
        type === 'nat_gateway' || given.includes(natGateway)
      const isUnknown = ({ type }: (typeof skipped)[number]) => type === '-'
      const unknown = skipped.filter((each) => !isGateway(each) && isUnknown(each))
      if (unknown.length === 0) return found(merged(skipped.filter(isGateway)))
      // Without a type, translated records show a gateway.
      const next: Check = {
        plan: planText(translatedBy(unknown.map(({ natGateway }) => natGateway))),
        report: (translated) => {
          const ids = new Set(translated.map(([id]) => id))
          return found(
            merged(skipped.filter((each) => isGateway(each) || ids.has(each.natGateway))),
          )
        },
      }
      return { notices: [], next: [next] }
    },
  }
}

function translatedBy(ids: readonly string[]): string {
  const list = ids.map((id) => JSON.stringify(id)).join(', ')
  return `filter not ispresent(instanceId) or instanceId = "-"
| filter pktDstAddr != dstAddr or pktSrcAddr != srcAddr
| stats count(*) as records by ${GATEWAY_ID} as id
| filter id in [${list}]`
}

function readSkipped([id, type, intervals]: Row) {
  return { natGateway: String(id), type: String(type), intervals: Number(intervals) }
}

/** An interface can have records with its type and records without. */
function merged(skipped: readonly SkippedIntervals[]): readonly SkippedIntervals[] {
  const sums = new Map<string, number>()
  for (const { natGateway, intervals } of skipped) {
    sums.set(natGateway, (sums.get(natGateway) ?? 0) + intervals)
  }
  return [...sums].map(([natGateway, intervals]) => ({ natGateway, intervals }))
}

const MAX_LISTED = 5
/** Without `resource-id` the records do not name it. */
const UNNAMED = 'a regional NAT gateway'

function skippedNote(skipped: readonly SkippedIntervals[]): readonly Notice[] {
  if (skipped.length === 0) return []
  const names = skipped.map(({ natGateway: id }) => (id === '-' ? UNNAMED : id))
  const count = skipped.reduce((sum, { intervals }) => sum + intervals, 0)
  return [
    {
      kind: 'damage',
      message: `AWS skipped records of ${listText(names, MAX_LISTED)} in ${countText(count, 'interval')} (SKIPDATA); the traffic is a lower bound`,
    },
  ]
}
