import { countText } from '../count-text'
import { UserError } from '../errors'
import type { FlowLogChoice } from '../flow-log/flow-log-choice'
import { listText } from '../list-text'
import type { Notice } from '../results/notice'
import { note } from './notices'

/** The flow logs that names of a table's objects show. */
export interface SeenFlowLogs {
  /** In order. */
  readonly ids: readonly string[]
  /** Whether the names of all objects of the range were seen. */
  readonly isComplete: boolean
}

/**
 * Says that records of several flow logs are added up, or that a chosen one was not seen.
 * @throws {UserError} for a chosen flow log that has no object in the range.
 */
export function flowLogNotices(
  { ids, isComplete }: SeenFlowLogs,
  chosen: Exclude<FlowLogChoice, 'all'> | undefined,
): readonly Notice[] {
  if (chosen) {
    const absent = chosen.filter((id) => !ids.includes(id))
    if (absent.length === 0) return []
    const named = absent.map((id) => `\`${id}\``).join(', ')
    const present = ids.length === 0 ? 'names of no flow log' : listed(ids)
    if (!isComplete) return [note(`${named} was not found among the first objects: ${present}`)]
    throw new UserError(`${named} has no object in the range`, {
      help: `the objects there have ${ids.length === 0 ? present : `the flow logs ${present}`}`,
    })
  }
  if (ids.length < 2) return []
  const count = `${isComplete ? '' : 'at least '}${countText(ids.length, 'flow log')}`
  return [
    note(
      `the range has objects of ${count} (${listed(ids)}): where two record one interface, ` +
        'its traffic counts twice; --flow-log ID counts one, --flow-log all hides this note',
    ),
  ]
}

/** The flow logs of a table are unknown, for this reason. */
export function unlistedNote(table: string, reason: string, isChosen: boolean): Notice {
  const subject = `the flow logs of \`${table}\` are not`
  return note(
    isChosen
      ? `${subject} listed (${reason}), so --flow-log is not checked`
      : `${subject} compared (${reason}): where two record one interface, its traffic counts twice`,
  )
}

const MAX_LISTED = 8

function listed(ids: readonly string[]): string {
  return listText(ids, MAX_LISTED)
}

/** Some of the items, evenly spread, with the first and the last. */
export function evenSample<T>(items: readonly T[], size: number): readonly T[] {
  if (items.length <= size) return items
  const step = (items.length - 1) / (size - 1)
  return Array.from({ length: size }, (_, index) => items[Math.round(index * step)]!)
}
