import { UserError } from '../../errors'
import type { TimeRange } from '../../time-range'
import type { Notice } from '../engine'
import { counted } from '../notices'
import { isoTime } from '../../results/values'
import type { AskedGroup } from './log-groups'

/** Epoch seconds as StartQuery takes them: both ends belong to it. */
export interface Window {
  readonly startTime: number
  readonly endTime: number
}

/** The window of a range, and the log groups that can hold records of it. */
export interface Scope {
  readonly window: Window
  readonly groups: readonly AskedGroup[]
}

/** A range such as `7d` was reckoned a moment before; so little is no loss worth a word. */
const UNSAID_SECONDS = 60

/**
 * The seconds of a half-open range that the log groups can hold, since CloudWatch refuses a window that a log group cannot
 * hold; undefined when the range has no second at all.
 * @throws {UserError} when none of the log groups goes back as far as the end of the range.
 */
export function scopeOf(
  range: TimeRange | undefined,
  groups: readonly AskedGroup[],
  now: number,
  notify: (notice: Notice) => void,
): Scope | undefined {
  const endTime = range?.to ? Math.ceil(range.to.getTime() / 1000) - 1 : Math.floor(now / 1000)
  const limits = groups.map((group) => ({ group, limit: limitOf(group, now) }))
  const from = range?.from && Math.ceil(range.from.getTime() / 1000)
  if (from !== undefined && from > endTime) return undefined

  const within = limits.filter(({ limit }) => limit === undefined || limit.from <= endTime)
  if (within.length === 0) throw tooOld(limits[0]!, endTime)
  const first = Math.min(...within.map(({ limit }) => limit?.from ?? 0))
  if (from === undefined && first === 0) {
    throw new UserError('the range has no beginning, and CloudWatch does not say how far back', {
      help: '--from names one; else `logs:DescribeLogGroups` must be allowed',
    })
  }
  for (const { group, limit } of limits) {
    if (from !== undefined && limit && limit.from > from + UNSAID_SECONDS) notify(clamped(group, limit)) // prettier-ignore
  }
  return {
    window: { startTime: Math.max(from ?? 0, first), endTime },
    groups: within.map(({ group }) => group),
  }
}

export interface Limit {
  /** Epoch seconds of the oldest record that there can be. */
  readonly from: number
  readonly reason: 'retention' | 'creation'
}

export function limitOf({ createdAt, retentionDays }: AskedGroup, now: number): Limit | undefined {
  const kept = retentionDays === undefined ? 0 : Math.ceil(now / 1000) - retentionDays * 86_400
  const created = Math.floor((createdAt ?? 0) / 1000)
  if (kept === 0 && created === 0) return undefined
  return kept > created
    ? { from: kept, reason: 'retention' }
    : { from: created, reason: 'creation' }
}

function clamped({ name, retentionDays = 0 }: AskedGroup, { from, reason }: Limit): Notice {
  return reason === 'retention'
    ? {
        kind: 'damage',
        message: `log group \`${name}\` keeps ${days(retentionDays)}: of the range, what is before ${at(from)} is gone`,
      }
    : {
        kind: 'note',
        message: `log group \`${name}\` was made at ${at(from)}: it holds nothing from before`,
      }
}

function tooOld(
  { group, limit }: { readonly group: AskedGroup; readonly limit: Limit | undefined },
  endTime: number,
): UserError {
  const { name, retentionDays = 0 } = group
  const end = at(endTime + 1)
  return limit!.reason === 'retention'
    ? new UserError(
        `log group \`${name}\` keeps ${days(retentionDays)}: nothing is left of a range that ends at ${end}`,
        {
          help: 'the lake and the archive keep records longer: --engine athena, `natlens archive`',
        },
      )
    : new UserError(
        `log group \`${name}\` was made at ${at(limit!.from)}, after the range ends at ${end}`,
        { help: 'records from before it was made are elsewhere: in the lake, or nowhere' },
      )
}

function days(count: number): string {
  return `${counted(count)} ${count === 1 ? 'day' : 'days'}`
}

function at(seconds: number): string {
  return isoTime(new Date(seconds * 1000))
}
