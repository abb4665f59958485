import { column, type FieldToken } from '../lib/flow-log/fields'
import type { Format } from '../lib/flow-log/format'

/**
 * A metric filter's pattern over records of a format: names for the given fields, with their conditions. Undefined when the
 * format lacks one of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function recordPattern(
  format: Format,
  conditions: Readonly<Partial<Record<FieldToken, string>>>,
): string | undefined {
  const tokens = Object.keys(conditions) as FieldToken[]
  const places = tokens.map((token) => format.findIndex((field) => field.token === token))
  if (places.includes(-1)) return undefined

  const last = Math.max(...places)
  const parts = format.slice(0, last + 1).map((field, index) => {
    const value = conditions[field.token as FieldToken]
    if (value === undefined) return `f${index + 1}`
    return value === '' ? column(field) : `${column(field)}="${value}"`
  })
  return `[${[...parts, ...(last + 1 < format.length ? ['...'] : [])].join(', ')}]`
}
