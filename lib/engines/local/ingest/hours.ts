import { HOUR_MS } from '../../../time'

const HOUR_SECONDS = HOUR_MS / 1000
/** Folders name years of four digits. */
const END_OF_TIME_SECONDS = Date.UTC(10_000, 0) / 1000

const KNOWN = `COALESCE("start" >= 0 AND "start" < ${END_OF_TIME_SECONDS}, false)`

/** SQL for the Unix hour of a record's start; NULL where that is not known. */
export const HOUR_SQL = `CASE WHEN ${KNOWN} THEN "start" // ${HOUR_SECONDS} END`

/** SQL for the records of a Unix hour; `takesUnknown` adds those without a known start. */
export function hourCondition(hour: number | null, takesUnknown: boolean): string {
  const conditions = [
    ...(hour === null
      ? []
      : [`"start" >= ${hour * HOUR_SECONDS} AND "start" < ${(hour + 1) * HOUR_SECONDS}`]),
    ...(takesUnknown ? [`NOT ${KNOWN}`] : []),
  ]
  return conditions.join(' OR ')
}

export function hourDate(hour: number | null): Date | undefined {
  return hour === null ? undefined : new Date(hour * HOUR_MS)
}

export function hourNumber(date: Date | undefined): number | null {
  return date ? date.getTime() / HOUR_MS : null
}
