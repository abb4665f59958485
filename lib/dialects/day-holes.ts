import { DAY_MS, dateText } from '../time'
import { literal } from './literals'
import type { SymbolicDay, SymbolicMidnight } from './symbolic-day'

const HOLES = {
  start: { year: '{{year}}', month: '{{month}}', day: '{{day}}', seconds: '{{startSeconds}}' },
  end: {
    year: '{{nextYear}}',
    month: '{{nextMonth}}',
    day: '{{nextDay}}',
    seconds: '{{endSeconds}}',
  },
} as const

type Holes = (typeof HOLES)[keyof typeof HOLES]

/** A day whose date is a hole in the SQL; {@link fillDay} fills it without the compiler. */
export const DAY_HOLES: SymbolicDay = { start: midnight(HOLES.start), end: midnight(HOLES.end) }

function midnight(holes: Holes): SymbolicMidnight {
  const texts = { ...holes, hour: '00' }
  return {
    text: (parts) => literal(parts.map((part) => texts[part]).join('')),
    seconds: holes.seconds,
  }
}

/**
 * Fills the holes of SQL that was compiled for {@link DAY_HOLES}.
 * @throws {Error} for a day that does not begin at midnight UTC, and for an unknown hole.
 */
export function fillDay(sql: string, start: Date): string {
  const end = new Date(start.getTime() + DAY_MS)
  if (start.getTime() % DAY_MS !== 0) {
    throw new Error(`a day begins at midnight UTC, not at ${start.toISOString()}`)
  }
  const values = new Map([...holeValues(HOLES.start, start), ...holeValues(HOLES.end, end)])
  return sql.replace(/\{\{[^}]*\}\}/g, (hole) => {
    const value = values.get(hole)
    if (value === undefined) throw new Error(`the SQL contains an unknown hole \`${hole}\``)
    return value
  })
}

function holeValues(holes: Holes, midnight: Date): readonly (readonly [string, string])[] {
  const [year = '', month = '', day = ''] = dateText(midnight).split('-')
  return [
    [holes.year, year],
    [holes.month, month],
    [holes.day, day],
    [holes.seconds, String(midnight.getTime() / 1000)],
  ]
}
