import { countText } from '../../count-text'
import { UserError } from '../../errors'
import type { TimeRange } from '../../time'
import type { Notice } from '../engine'
import { isoTime } from '../../results/values'
import type { DescribedGroup } from './log-groups'

/** Epoch seconds as StartQuery takes them: both ends are inclusive. */
export interface QueryWindow {
  readonly startTime: number
  readonly endTime: number
}

/** The window of a range, and the log groups that can hold records of it. */
export interface ChosenWindow {
  readonly window: QueryWindow
  readonly groups: readonly DescribedGroup[]
}

/** A range such as `7d` was computed a moment earlier: a smaller loss is not reported. */
const TOLERANCE_SECONDS = 60

/**
 * The seconds of a half-open range that the log groups can hold, as CloudWatch rejects a window outside of their retention;
 * undefined when the range contains no whole second.
 * @throws {UserError} when all log groups start after the end of the range.
 */
export function chooseWindow(
  range: TimeRange | undefined,
  groups: readonly DescribedGroup[],
  now: number,
  notify: (notice: Notice) => void,
): ChosenWindow | undefined {
  const endTime = range?.to ? Math.ceil(range.to.getTime() / 1000) - 1 : Math.floor(now / 1000)
  const candidates = groups.map((group) => ({ group, oldest: oldestRecordOf(group, now) }))
  const from = range?.from && Math.ceil(range.from.getTime() / 1000)
  if (from !== undefined && from > endTime) return undefined

  const within = candidates.filter(({ oldest }) => oldest === undefined || oldest.from <= endTime)
  if (within.length === 0) throw tooOldError(candidates[0]!, endTime)
  const first = Math.min(...within.map(({ oldest }) => oldest?.from ?? 0))
  if (from === undefined && first === 0) {
    throw new UserError(
      'the range has no beginning, and CloudWatch does not say how far back the records go',
      {
        help: 'use --from, or allow `logs:DescribeLogGroups`',
      },
    )
  }
  for (const { group, oldest } of candidates) {
    if (from !== undefined && oldest && oldest.from > from + TOLERANCE_SECONDS) {
      notify(cutNotice(group, oldest))
    }
  }
  return {
    window: { startTime: Math.max(from ?? 0, first), endTime },
    groups: within.map(({ group }) => group),
  }
}

/** The oldest record that a log group can have. */
export interface OldestRecord {
  /** Epoch seconds. */
  readonly from: number
  readonly reason: 'retention' | 'creation'
}

export function oldestRecordOf(
  { createdAt, retentionDays }: DescribedGroup,
  now: number,
): OldestRecord | undefined {
  const kept = retentionDays === undefined ? 0 : Math.ceil(now / 1000) - retentionDays * 86_400
  const created = Math.floor((createdAt ?? 0) / 1000)
  if (kept === 0 && created === 0) return undefined
  return kept > created
    ? { from: kept, reason: 'retention' }
    : { from: created, reason: 'creation' }
}

function cutNotice(
  { name, retentionDays = 0 }: DescribedGroup,
  { from, reason }: OldestRecord,
): Notice {
  return reason === 'retention'
    ? {
        kind: 'damage',
        message: `log group \`${name}\` keeps ${days(retentionDays)}: records before ${at(from)} have expired`,
      }
    : {
        kind: 'note',
        message: `log group \`${name}\` was created at ${at(from)}: it has no earlier records`,
      }
}

function tooOldError(
  { group, oldest }: { readonly group: DescribedGroup; readonly oldest: OldestRecord | undefined },
  endTime: number,
): UserError {
  const { name, retentionDays = 0 } = group
  const end = at(endTime + 1)
  return oldest!.reason === 'retention'
    ? new UserError(
        `log group \`${name}\` keeps ${days(retentionDays)}: the range, which ends at ${end}, has expired`,
        {
          help: 'the lake and the archive keep records longer: --engine athena, `natlens archive`',
        },
      )
    : new UserError(
        `log group \`${name}\` was created at ${at(oldest!.from)}, after the end of the range at ${end}`,
        { help: 'the lake may have earlier records: --engine athena' },
      )
}

function days(count: number): string {
  return countText(count, 'day')
}

function at(seconds: number): string {
  return isoTime(new Date(seconds * 1000))
}
