import { fieldByName, type FieldName } from '../flow-log/fields'
import type { Format } from '../flow-log/format'
import { MINUTE_MS } from '../time'
import type { Estimate } from './engine-module'

/** Tolerance for a range such as `7d`, which was computed a moment earlier. */
export const CLOCK_TOLERANCE_MS = MINUTE_MS

/** An engine whose records lack a field that the question needs covers nothing. */
export function checkEstimateFields(
  estimate: Estimate,
  needs: readonly FieldName[],
  format: Format | undefined,
): Estimate {
  const lacking = needs.filter((field) => format && !format.some(({ name }) => name === field))
  if (lacking.length === 0) return estimate
  const tokens = lacking.map((field) => `\`${fieldByName(field).token}\``).join(', ')
  return { ...estimate, covers: false, why: `its records have no ${tokens}` }
}

export function dayCount(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`
}
