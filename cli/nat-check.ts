import { loadCatalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import type { CatalogueQuery } from '../lib/catalogue/query'
import type { Check, LogSummary } from '../lib/engines/engine'
import type { Cell, Row } from '../lib/results/result'
import { GATEWAY_ID, givenGateways } from './nat-gateways'
import { planText } from './plan-text'
import { priceNote } from './price-region'
import { minutesNote, recordTimesCheck } from './record-times'
import { usedParams } from './used-params'
import {
  bothEndsNote,
  guessNote,
  unknownIdsNote,
  unprovenNote,
  vetoNote,
  type Addresses,
} from './nat-notes'

/** Some records of one gateway that are alike in why they count, or why they do not. */
interface GatewayRecords {
  readonly id: string
  readonly isRegional: boolean
  readonly isProven: boolean
  readonly reason: string
  readonly isSameSide: boolean
  readonly isCounted: boolean
  readonly bytes: number
}

export interface NatCheck extends Check {
  /** The gateways without proof; complete once the check has run. */
  readonly guessed: ReadonlySet<string>
}

const VETO = 'only the far end is inside'

/**
 * Checks what the NAT gateways of a log are, for a query that counts their traffic with these `params`. Undefined for any
 * other query.
 */
export function natCheck(
  query: Pick<CatalogueQuery, 'name' | 'exact' | 'parameters'>,
  params: readonly string[],
): NatCheck | undefined {
  if (query.exact.length === 0) return undefined
  const notCounted = loadCatalogue().find('health/not-counted')
  const given = usedParams(notCounted, params)
  // Up to its sums, the query sorts the records by reason.
  const records = notCounted.text.slice(0, notCounted.text.indexOf('\n| stats '))
  const planOf = (...commands: readonly string[]) =>
    planText(fill({ ...notCounted, text: [records, ...commands].join('\n| ') }, given))
  const guessed = new Set<string>()

  const ids = givenGateways(given)
  const isOptional = ids.length === 0 && query.name !== 'nat/peak-minute'

  const report = (rows: readonly Row[], { sawInstance, regions = [], isParquet }: LogSummary) => {
    const groups = withoutCountedRegionals(rows.map(readGroup))
    const counted = groups.filter(({ isCounted }) => isCounted)
    const lost = groups.filter(({ isCounted, bytes }) => !isCounted && bytes > 0)
    const unproven = lost.filter(({ reason }) => reason !== VETO)
    const guesses = counted.filter(({ isProven, isRegional }) => !isProven && !isRegional)
    // A log of NAT gateways alone has no other interfaces.
    if (sawInstance) for (const { id } of guesses) guessed.add(id)
    return {
      notices: [
        ...guessNote(guessed, idsOf(counted)),
        ...unprovenNote(unproven, idsOf([...counted, ...unproven])),
        // Over Parquet, the log's own notice has it.
        ...(isOptional && isParquet ? [] : priceNote(query, params, regions)),
      ],
      next: [
        ...missingIds(ids, idsOf(groups)),
        ...(lost.some(({ reason }) => reason === VETO) ? [vetoes] : []),
        ...(counted.some(({ isSameSide }) => isSameSide) ? [bothEnds] : []),
        ...(query.name === 'nat/peak-minute' ? [recordTimesCheck(params, minutesNote)] : []),
      ],
    }
  }

  // The client of a secondary address's second record is the far end of the first one, which counts.
  const vetoes: Check = {
    plan: planOf(
      `fields if(reason = "${VETO}", 1, 0) as vetoed`,
      'filter vetoed = 1 or reason = "counted"',
      `stats sum(bytes * vetoed) as vetoedBytes, sum(counted) as countedRecords by ${GATEWAY_ID} as id, if(vetoed = upload, pktSrcAddr, pktDstAddr) as client`,
      'filter countedRecords = 0',
      'display id, client, vetoedBytes',
    ),
    report: (rows) => ({
      notices: vetoNote(
        rows.map(([id, client, bytes]) => ({
          id: String(id),
          client: String(client),
          bytes: numberOf(bytes),
        })),
      ),
    }),
  }
  const bothEnds: Check = {
    plan: planOf(
      'filter reason = "counted" and sourceInside = destinationInside',
      `stats sum(bytes) as bytes by ${GATEWAY_ID} as id, ${FAR_END}, ${CLIENT}`,
    ),
    report: (rows) => ({ notices: bothEndsNote(rows.map(readAddresses)) }),
  }

  return {
    plan: planOf(
      'fields if(interfaceId != "-" and sourceInside = destinationInside, 1, 0) as sameSide',
      `stats sum(bytes) as bytes, sum(counted) as countedRecords by ${GATEWAY_ID} as id, if(interfaceId = "-", 1, 0) as regional, proven, reason, sameSide`,
    ),
    report,
    isOptional,
    guessed,
  }
}

const FAR_END = 'if(upload = 1, pktDstAddr, pktSrcAddr) as farEnd'
const CLIENT = 'if(upload = 1, pktSrcAddr, pktDstAddr) as client'

/** Looks for gateways that `natGateways` names and that no translated record has. */
function missingIds(given: readonly string[], found: readonly string[]): readonly Check[] {
  const missing = given.filter((id) => !found.includes(id))
  if (missing.length === 0) return []
  const report = (rows: readonly Row[]) => {
    const known = new Set(rows.flatMap(([interfaceId, resource]) => [interfaceId, resource]))
    const unknown = missing.filter((id) => !known.has(id))
    const gateways = rows
      .filter(([interfaceId, , translated]) => interfaceId === '-' || Number(translated) > 0)
      .map(([interfaceId, resource]) => String(interfaceId === '-' ? resource : interfaceId))
    return { notices: unknownIdsNote(unknown, gateways) }
  }
  return [{ plan: planText(GATEWAY_IDS), report }]
}

const GATEWAY_IDS = `filter interfaceId = "-" or not ispresent(interfaceType) or interfaceType = "nat_gateway"
| filter not ispresent(instanceId) or instanceId = "-"
| stats sum(if(pktDstAddr != dstAddr or pktSrcAddr != srcAddr, 1, 0)) as translated by interfaceId, coalesce(resourceId, "-") as resource
| sort translated desc, interfaceId asc, resource asc
| display interfaceId, resource, translated`

/** Without the translated half of regional gateways whose traffic counts. */
function withoutCountedRegionals(groups: readonly GatewayRecords[]): readonly GatewayRecords[] {
  const counted = idsOf(groups.filter(({ isCounted }) => isCounted))
  return groups.filter(
    ({ id, isRegional, isCounted }) => isCounted || !isRegional || !counted.includes(id),
  )
}

function readGroup([
  id,
  regional,
  proven,
  reason,
  sameSide,
  bytes,
  countedRecords,
]: Row): GatewayRecords {
  return {
    id: String(id),
    isRegional: regional === 1,
    isProven: proven === 1,
    reason: String(reason),
    isSameSide: sameSide === 1,
    isCounted: Number(countedRecords) > 0,
    bytes: numberOf(bytes),
  }
}

function readAddresses([id, farEnd, client, bytes]: Row): Addresses {
  return { id: String(id), farEnd: String(farEnd), client: String(client), bytes: numberOf(bytes) }
}

function numberOf(cell: Cell | undefined): number {
  return typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : 0
}

function idsOf(groups: readonly Pick<GatewayRecords, 'id'>[]): readonly string[] {
  return [...new Set(groups.map(({ id }) => id))]
}
