import { isoTime } from '../results/values'

/** `YYYYMMDDHH`, UTC: sorts as text. */
export type Hour = string

const HOUR = 3_600_000
const MOST_RUNS = 4

export function hourText(time: Date): Hour {
  return time.toISOString().slice(0, 13).replace(/[-T]/g, '')
}

/** The first moment of an hour; no moment for text that is none, or that is written in another way. */
export function startOf(hour: Hour): Date {
  const time = hour.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:00:00Z')
  const date = new Date(time)
  return Number.isNaN(date.getTime()) || hourText(date) !== hour ? new Date(NaN) : date
}

/** Every hour from the first to the last, both among them. */
export function hoursFrom(first: Hour, last: Hour): Hour[] {
  const hours: Hour[] = []
  for (let time = startOf(first).getTime(); time <= startOf(last).getTime(); time += HOUR) {
    hours.push(hourText(new Date(time)))
  }
  return hours
}

/** Names hours in order, neighbours together, as `--from` and `--to` take them; `whole` makes one run of all. */
export function describeHours(hours: readonly Hour[], whole = false): string {
  const runs: { from: number; to: number }[] = []
  for (const hour of hours) {
    const from = startOf(hour).getTime()
    const last = runs.at(-1)
    if (last && (whole || last.to === from)) last.to = from + HOUR
    else runs.push({ from, to: from + HOUR })
  }
  const texts = runs
    .slice(0, MOST_RUNS)
    .map(({ from, to }) => `${isoTime(new Date(from))} to ${isoTime(new Date(to))}`)
  return [...texts, ...(runs.length > MOST_RUNS ? ['…'] : [])].join(', ')
}
