import { groupBy } from '../group-by'
import type { Cell, Row } from '../results/result'
import { HOUR_MS, hourSpan, hoursOf, type TimeSpan } from '../time'
import type { Answer } from './answer'

/** The columns of an answer that has a row for each hour, and for each group where there are several. */
export interface HourColumns {
  readonly hour: string
  readonly group: string
}

interface HourRow {
  readonly row: Row
  readonly hour: Date
  readonly group: Cell
}

/**
 * Adds rows with zero to an answer that is sorted by hour, for the hours between the first and the last one of a group. An answer
 * of one group gets them for the whole range, as far as the log holds it.
 * @param limit of rows: an answer that reaches it says nothing about later hours.
 */
export function withZeroHours(
  answer: Answer,
  { hour: hourName, group: groupName }: HourColumns,
  limit: number,
): Answer {
  const indexOf = (name: string) => answer.columns.findIndex((column) => column.name === name)
  const [hourIndex, groupIndex] = [indexOf(hourName), indexOf(groupName)]
  if (hourIndex === -1) return answer
  let setAdded: (count: number) => void
  const added = new Promise<number>((resolve) => (setAdded = resolve))

  function zeroRow(hour: Date, group: Cell): HourRow {
    const row = answer.columns.map(({ type }, index) => {
      if (index === hourIndex) return hour
      if (index === groupIndex) return group
      return type === 'integer' || type === 'number' ? 0 : null
    })
    return { row, hour, group }
  }

  function hoursOfGroup(rows: readonly HourRow[], covered: TimeSpan | undefined): readonly Date[] {
    const times = rows.map(({ hour }) => hour.getTime())
    if (covered) times.push(covered.from.getTime(), covered.to.getTime() - 1)
    if (times.length === 0) return []
    const [first, last] = [times.reduce(smaller), times.reduce(larger)]
    return hoursOf({ from: new Date(first), to: new Date(last + 1) })
  }

  async function* batches(): AsyncGenerator<readonly Row[]> {
    const rows: HourRow[] = []
    const untimed: Row[] = []
    for await (const batch of answer.batches) {
      for (const row of batch) {
        const hour = row[hourIndex]
        const group = groupIndex === -1 ? null : row[groupIndex]!
        if (hour instanceof Date) rows.push({ row, hour, group })
        else untimed.push(row)
      }
    }
    const groups = new Map<Cell, readonly HourRow[]>(groupBy(rows, ({ group }) => group))
    const isCut = rows.length + untimed.length >= limit
    if (groups.size === 0 && groupIndex === -1) groups.set(null, [])
    const covered = groups.size === 1 && !isCut ? await coveredSpan(answer) : undefined
    const zeros = [...groups].flatMap(([group, known]) => {
      const present = new Set(known.map(({ hour }) => hourSpan(hour).from.getTime()))
      return hoursOfGroup(known, covered)
        .filter((hour) => !present.has(hour.getTime()))
        .map((hour) => zeroRow(hour, group))
    })
    setAdded(zeros.length)
    const sorted = zeros.length === 0 ? rows : [...rows, ...zeros].sort(byHour)
    const all = [...untimed, ...sorted.map(({ row }) => row)]
    if (all.length > 0) yield all
  }

  const statistics = answer.statistics.then(async (counted) => ({
    ...counted,
    rows: counted.rows + (await added),
  }))
  statistics.catch(() => undefined)
  return { ...answer, batches: batches(), statistics }
}

/** The hours of the range that the log holds as a whole; undefined where that is not known. */
async function coveredSpan({ range, coverage }: Answer): Promise<TimeSpan | undefined> {
  const { held } = await coverage
  if (held === 'unknown' || !range) return undefined
  const from = Math.max(range.from?.getTime() ?? -Infinity, held.from!.getTime())
  const to = Math.min(range.to?.getTime() ?? Infinity, held.to!.getTime())
  const hours = [Math.ceil(from / HOUR_MS), Math.floor(to / HOUR_MS)] as const
  if (hours[0] >= hours[1]) return undefined
  return { from: new Date(hours[0] * HOUR_MS), to: new Date(hours[1] * HOUR_MS) }
}

function byHour(a: HourRow, b: HourRow): number {
  return a.hour.getTime() - b.hour.getTime() || compareCells(a.group, b.group)
}

function compareCells(a: Cell, b: Cell): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

function smaller(a: number, b: number): number {
  return Math.min(a, b)
}

function larger(a: number, b: number): number {
  return Math.max(a, b)
}
