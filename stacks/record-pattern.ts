import { column, type FieldToken } from '../lib/flow-log/fields'
import type { Format } from '../lib/flow-log/format'

/**
 * The pattern of a metric filter for records of a format, with names and conditions for the given fields. Undefined when the
 * format lacks one of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function recordPattern(
  format: Format,
  conditions: Readonly<Partial<Record<FieldToken, string>>>,
): string | undefined {
  const tokens = Object.keys(conditions) as FieldToken[]
  const positions = tokens.map((token) => format.findIndex((field) => field.token === token))
  if (positions.includes(-1)) return undefined

  const last = Math.max(...positions)
  const parts = format.slice(0, last + 1).map((field, index) => {
    const value = conditions[field.token as FieldToken]
    if (value === undefined) return `f${index + 1}`
    return value === '' ? column(field) : `${column(field)}="${value}"`
  })
  return `[${[...parts, ...(last + 1 < format.length ? ['...'] : [])].join(', ')}]`
}
