import type { FieldName } from './fields'

/** What the values of a column are, so that names, prices and pictures find the columns that they need. */
export const ROLES = [
  'private-address',
  'public-address',
  'gateway',
  'bytes',
  'usd',
  'time',
  'account',
  'region',
] as const

export type Role = (typeof ROLES)[number]

export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word)
}

// An address or an interface alone has no role: only the query knows which side is private, and which interface is a gateway.
const ROLE_OF_FIELD: Partial<Readonly<Record<FieldName, Role>>> = {
  accountId: 'account',
  region: 'region',
  resourceId: 'gateway',
  bytes: 'bytes',
}

/** The role of values that come from this field; undefined when the field does not decide it. */
export function roleOfField(field: FieldName): Role | undefined {
  return ROLE_OF_FIELD[field]
}
