import { identifier, literal } from '../../../dialects/literals'
import { column, fieldByToken, type FieldToken } from '../../../flow-log/fields'
import { kindOfFields } from '../../../flow-log/transit-gateway'
import type { Slice } from '../duckdb/view-sql'

// Two flow logs record the same traffic where their records have the same key, action and slot.

/** Flow logs are compared in slots of ten minutes: the longest aggregation interval. */
export const SLOT_SECONDS = 600

/** The fields that choosing reads, of those that the files have. */
export const CHOICE_TOKENS = [
  'interface-id',
  'resource-id',
  'tgw-attachment-id',
  'action',
  'start',
  'end',
  'bytes',
] as const satisfies readonly FieldToken[]

/** The key of records without an interface, an action or a start in their format. */
export const NO_KEY = ''
/** The key of records whose interface is `-`, without the id of a resource. */
export const NO_INTERFACE = '-'
/** The action where there was no traffic. */
export const NO_TRAFFIC = '-'

type KeyColumn = 'key' | 'action' | 'slot'

/** What flow logs are compared by, as SQL over the columns of a slice, whose alias is `record`. */
export function keyColumns({
  columns,
}: Pick<Slice, 'columns'>): Readonly<Record<KeyColumn, string>> {
  const has = (token: FieldToken) => columns.includes(fieldByToken(token))
  const isTransitGateway = kindOfFields(columns) === 'transit-gateway'
  const ids = (isTransitGateway ? TRANSIT_GATEWAY_IDS : VPC_IDS).filter(has)
  // Records of a transit gateway have no action.
  const hasAction = isTransitGateway || has('action')
  const isKeyed = ids.length > 0 && hasAction && has('start')
  const values = ids.map((token) => `NULLIF(${nameOf(token)}, '-')`)
  return {
    key: isKeyed ? `COALESCE(${[...values, literal(NO_INTERFACE)].join(', ')})` : literal(NO_KEY),
    action: has('action') ? `COALESCE(${nameOf('action')}, '')` : literal(''),
    slot: has('start') ? `COALESCE(${nameOf('start')} // ${SLOT_SECONDS}, -1)` : '-1',
  }
}

const VPC_IDS: readonly FieldToken[] = ['interface-id', 'resource-id']
const TRANSIT_GATEWAY_IDS: readonly FieldToken[] = ['tgw-attachment-id']

export function nameOf(token: FieldToken): string {
  return `record.${identifier(column(fieldByToken(token)))}`
}
