import { isoTime } from '../results/values'
import { HOUR_MS, hourStart, type Hour } from '../time'

const MAX_RUNS = 4

/** Names hours in order, neighbors together, as `--from` and `--to` take them; `whole` makes one run of all. */
export function describeHours(hours: readonly Hour[], whole = false): string {
  const runs: { from: number; to: number }[] = []
  for (const hour of hours) {
    const from = hourStart(hour).getTime()
    const last = runs.at(-1)
    if (last && (whole || last.to === from)) last.to = from + HOUR_MS
    else runs.push({ from, to: from + HOUR_MS })
  }
  const texts = runs
    .slice(0, MAX_RUNS)
    .map(({ from, to }) => `${isoTime(new Date(from))} to ${isoTime(new Date(to))}`)
  return [...texts, ...(runs.length > MAX_RUNS ? ['…'] : [])].join(', ')
}
