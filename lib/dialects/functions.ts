import { literal } from './literals'
import { SHAPES, WHITE_SPACE, type Words } from './words'

type FunctionWriters = Words['functions']
type AggregateWriters = Words['aggregates']

/** Functions that every engine says in its own way. */
type OwnFunction =
  | 'strcontains'
  | 'regexReplace'
  | 'urldecode'
  | 'messageSize'
  | 'now'
  | 'ipv4ToNumber'
  | 'base64encode'
  | 'decToHex'

/** Functions that engines of standard SQL write alike; a dialect overrides the rows it differs in. */
export const ansiFunctions: Omit<FunctionWriters, OwnFunction> = {
  abs: (x) => `abs(${x})`,
  ceil: (x) => `ceil(${x})`,
  floor: (x) => `floor(${x})`,
  greatest: (...values) => ifAllPresent(values, `greatest(${values.join(', ')})`),
  least: (...values) => ifAllPresent(values, `least(${values.join(', ')})`),
  // Outside of their domain one engine fails and another says infinity: missing is the answer here.
  log: (x) => `CASE WHEN ${x} > 0 THEN ln(${x}) END`,
  sqrt: (x) => `CASE WHEN ${x} >= 0 THEN sqrt(${x}) END`,
  round: (x, digits) => `round(${digits === undefined ? x : `${x}, ${digits}`})`,
  toInt: (x) => `TRY_CAST(trunc(${x}) AS BIGINT)`,
  // A moment is epoch milliseconds already.
  toMillis: (x) => x,
  concat: (...values) => values.join(' || '),
  ltrim: (text, characters) =>
    characters === undefined ? withoutStart(text) : `trim(LEADING ${characters} FROM ${text})`,
  rtrim: (text, characters) =>
    characters === undefined ? withoutEnd(text) : `trim(TRAILING ${characters} FROM ${text})`,
  trim: (text, characters) =>
    characters === undefined
      ? withoutEnd(withoutStart(text))
      : `trim(BOTH ${characters} FROM ${text})`,
  strlen: (text) => `length(${text})`,
  toupper: (text) => `upper(${text})`,
  tolower: (text) => `lower(${text})`,
  replace: (text, find, by) => `replace(${text}, ${find}, ${by})`,
  startsWith: (text, part) => `starts_with(${text}, ${part})`,
  endsWith: (text, part) => `starts_with(reverse(${text}), reverse(${part}))`,
}

// The pattern stands once at most in a text: engines that replace the first match alone do as well.
function withoutStart(text: string): string {
  return `regexp_replace(${text}, ${literal(`^${WHITE_SPACE}+`)}, '')`
}

function withoutEnd(text: string): string {
  return `regexp_replace(${text}, ${literal(`${WHITE_SPACE}+$`)}, '')`
}

/** An IPv4 address as a number, octet by octet; `matches` is the engine's test of a text by a pattern. */
export function addressNumber(text: string, matches: Words['matches']): string {
  const octets = [1, 2, 3, 4].map((index) => {
    const octet = `TRY_CAST(split_part(${text}, '.', ${index}) AS BIGINT)`
    return index === 4 ? octet : `${octet} * ${2 ** (8 * (4 - index))}`
  })
  return `CASE WHEN ${matches(text, SHAPES.isValidIpV4)} THEN ${octets.join(' + ')} END`
}

/** An integer in hexadecimal digits, `digits` being those of one that is not below 0. */
export function signedHex(x: string, digits: (x: string) => string): string {
  return `CASE WHEN ${x} < 0 THEN '-0x' ELSE '0x' END || ${digits(`abs(${x})`)}`
}

/** Texts in which every `%` begins an escape, as a pattern. */
export const ESCAPED = "'^([^%]|%[0-9A-Fa-f]{2})*$'"

export const ansiAggregates: Omit<AggregateWriters, 'pct' | 'earliest' | 'latest'> = {
  count: (x) => `count(${x ?? '*'})`,
  countDistinct: (x) => `count(DISTINCT ${x})`,
  sum: (x) => `sum(${x})`,
  avg: (x) => `avg(${x})`,
  min: (x) => `min(${x})`,
  max: (x) => `max(${x})`,
  stddev: (x) => `stddev_pop(${x})`,
  variance: (x) => `var_pop(${x})`,
  sortsFirst: (x) => `min(${x})`,
  sortsLast: (x) => `max(${x})`,
}

/** The percentile of a `pct` as a share: CloudWatch counts to 100, SQL to 1. */
export function share(percent: string | undefined): number {
  return Number(percent) / 100
}

/** A double in plain digits, since engines write exponents in different ways and at different sizes; beyond 26 digits as they do. */
export function plainNumber(number: string): string {
  const text = `CAST(${number} AS VARCHAR)`
  const digits = `CAST(TRY_CAST(${text} AS DECIMAL(38, 12)) AS VARCHAR)`
  return `COALESCE(regexp_replace(${digits}, '[.]?0+$', ''), ${text})`
}

function ifAllPresent(values: readonly string[], result: string): string {
  return `CASE WHEN ${values.map((value) => `${value} IS NOT NULL`).join(' AND ')} THEN ${result} END`
}
