import { literal } from '../../../dialects/literals'

// SQL for the texts that `String(number)` and `isoTime` give. NULL is a missing value.

/** A statement fails with this text where SQL cannot write a value as JavaScript does. */
export const UNMATCHED = 'natlens writes this value in JavaScript'

const MAX_SAFE = Number.MAX_SAFE_INTEGER

/** Whether a double holds an integer exactly. */
export function isSafeInteger(value: string): string {
  return `${value} BETWEEN -${MAX_SAFE} AND ${MAX_SAFE}`
}

/** A finite double as the shortest digits that give it back; DuckDB 1.5 writes wrong ones for some, such as 2^81. */
export function doubleText(value: string): string {
  const text = `CAST(${value} AS VARCHAR)`
  const size = `abs(${value})`
  // From 1e-6 to 1e-4 DuckDB writes an exponent, `-5` or `-6`, and JavaScript does not.
  const digits = `regexp_replace(split_part(${text}, 'e', 1), '[-.]', '', 'g')`
  const small = `concat(CASE WHEN ${value} < 0 THEN '-' END, CASE WHEN ${size} < 1e-5 THEN '0.00000' ELSE '0.0000' END, ${digits})`
  return `CASE
    WHEN ${value} IS NULL OR NOT isfinite(${value}) THEN NULL
    WHEN ${size} <= ${MAX_SAFE} AND ${value} = trunc(${value}) THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR)
    WHEN ${size} > ${MAX_SAFE} OR TRY_CAST(${text} AS DOUBLE) IS DISTINCT FROM ${value} THEN ${unmatched(value)}
    WHEN ${size} < 1e-6 THEN regexp_replace(${text}, 'e-0', 'e-')
    WHEN ${size} < 1e-4 THEN ${small}
    ELSE ${text}
  END`
}

// The years 0 to 9999 in milliseconds; JavaScript writes others with a sign.
const MIN_TIME_MS = Date.parse('0000-01-01T00:00:00Z')
const MAX_TIME_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** A timestamp in ISO 8601, UTC; milliseconds only when they are not zero. */
export function timeText(value: string): string {
  const milliseconds = `(epoch_us(${value}) // 1000)`
  const time = `make_timestamp(${milliseconds} * 1000)`
  return `CASE
    WHEN epoch_us(${value}) IS NULL THEN NULL
    WHEN NOT ${milliseconds} BETWEEN ${MIN_TIME_MS} AND ${MAX_TIME_MS} THEN ${unmatched(value)}
    WHEN ${milliseconds} % 1000 = 0 THEN strftime(${time}, '%Y-%m-%dT%H:%M:%SZ')
    ELSE strftime(${time}, '%Y-%m-%dT%H:%M:%S.%gZ')
  END`
}

/** Ends the statement with {@link UNMATCHED}. DuckDB evaluates a constant `error` before it runs the query. */
export function unmatched(value: string): string {
  return `error(concat(${literal(UNMATCHED)}, CAST(${value} AS VARCHAR)))`
}
