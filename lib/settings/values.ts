import { z } from 'zod'
import { parseCidr } from '../flow-log/cidr'
import { REGION } from '../flow-log/region'

// Every `error` below continues the sentence "`key` must be …".

/** An object with these keys and no others. */
export function block<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: 'an object' })
}

export function list<Item extends z.ZodType>(item: Item, what: string) {
  return z.array(item, { error: `a list of ${what}` })
}

export function flag() {
  return z.boolean({ error: 'true or false' })
}

export function choice<const Value extends string | number>(values: readonly Value[]) {
  return z.literal([...values], { error: oneOf(values) })
}

export function whole(min: number, max = Number.MAX_SAFE_INTEGER) {
  const error =
    max === Number.MAX_SAFE_INTEGER
      ? `a whole number, ${min} or more`
      : `a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** A number above zero. */
export function amount() {
  const error = 'a number above 0'
  return z.number({ error }).positive({ error })
}

export function text(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error })
}

export const accountId = () => text(/^\d{12}$/, "twelve digits in quotes, '123456789012'")

export const region = () => text(REGION, "the code of an AWS region, 'eu-central-1'")

/** The id of an EC2 resource, such as `vpc-0a1b2c3d`. */
export const resourceId = (kind: 'vpc' | 'nat') =>
  text(new RegExp(`^${kind}-[0-9a-f]{8,32}$`), `an id that begins with \`${kind}-\``)

export const timeOfDay = () =>
  text(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day from '00:00' to '23:59'")

export const arn = (service: string) =>
  text(new RegExp(`^arn:[a-z-]+:${service}:[a-z0-9-]*:\\d{12}:.+$`), `an ARN of ${service}`)

export function address(kind: 'block' | 'single') {
  const error =
    kind === 'block' ? "a CIDR block such as '10.0.0.0/16'" : "an address such as '10.0.0.10'"
  const fits = (value: string) =>
    parseCidr(value)?.strict === true && value.includes('/') === (kind === 'block')
  return z.string({ error }).refine(fits, { error })
}

export function timezone() {
  const error = "the IANA name of a time zone, 'Europe/Berlin'"
  return z.string({ error }).refine(isTimezone, { error })
}

const NAMES = {
  deployment: [/^[a-z][a-z0-9-]{0,19}$/, 'up to 20 lower-case letters, digits and hyphens'],
  VPC: [/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens and underscores'],
  'NAT gateway': [/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens and underscores'],
  'log group': [/^[.\-_/#A-Za-z0-9]{1,512}$/, 'up to 512 letters, digits and any of . - _ / #'],
  role: [/^[\w+=,.@-]{1,64}$/, 'up to 64 letters, digits and any of + = , . @ - _'],
  namespace: [/^[^:][\w./#:-]{0,254}$/, 'up to 255 letters, digits and any of . - _ / #'],
  dashboard: [/^[\w-]{1,255}$/, 'up to 255 letters, digits, hyphens and underscores'],
  bucket: [
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    '3 to 63 lower-case letters, digits, dots and hyphens',
  ],
  prefix: [
    /^(?!(.*\/)?AWSLogs(\/|$))([\w!.*'()=-]+(\/[\w!.*'()=-]+)*)?$/,
    'a prefix of keys without slashes at its ends and without `AWSLogs` (AWS adds it)',
  ],
  'results prefix': [
    /^[\w!.*'()=-]+(\/[\w!.*'()=-]+)*$/,
    'a prefix of keys without slashes at its ends',
  ],
  database: [/^[a-z0-9_]{1,255}$/, 'lower-case letters, digits and underscores'],
  table: [/^[a-z0-9_]{1,255}$/, 'lower-case letters, digits and underscores'],
  workgroup: [/^[\w.-]{1,128}$/, 'up to 128 letters, digits, dots, hyphens and underscores'],
  function: [/^[\w-]{1,64}$/, 'up to 64 letters, digits, hyphens and underscores'],
  'schedule group': [/^[\w.-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens and underscores'],
  queue: [/^[\w-]{1,80}$/, 'up to 80 letters, digits, hyphens and underscores'],
  'key alias': [/^alias\/(?!aws\/)[\w/-]{1,230}$/, "a name that begins with 'alias/'"],
  'QuickSight id': [/^[\w-]{1,512}$/, 'letters, digits, hyphens and underscores'],
  organization: [/^[\w-]+$/, 'letters, digits, hyphens and underscores'],
  project: [/^[\w -]{3,40}$/, '3 to 40 letters, digits, spaces, hyphens and underscores'],
  workspace: [/^[\w-]{1,90}$/, 'up to 90 letters, digits, hyphens and underscores'],
} as const satisfies Record<string, readonly [RegExp, string]>

/** A physical name with the characters that AWS or Terraform Cloud allows. */
export function named(kind: keyof typeof NAMES) {
  const [pattern, error] = NAMES[kind]
  return text(pattern, error)
}

function oneOf(values: readonly (string | number)[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name !== ''
  } catch {
    return false
  }
}
