import { humanBytes } from '../../../human-bytes'
import { countText } from '../../../count-text'
import type { Notice } from '../../../results/notice'
import { damage, note } from '../../notices'
import type { Doubtful } from './doubtful-records'

/** Records of a flow log in the range that do not count. */
export interface HiddenRecords {
  readonly origin: string
  /** The flow logs that count instead, the largest first; none where it is the same flow log, as text. */
  readonly winners: readonly string[]
  readonly records: number
  /** Undefined where the records have no bytes. */
  readonly bytes: number | undefined
  /** For some interface, records of both flow logs count. */
  readonly isHandOver: boolean
}

/** More of them share one note. */
const MAX_NOTES = 3

/** Says which flow logs are not added, and how much of them. */
export function hiddenNotes(hidden: readonly HiddenRecords[]): readonly Notice[] {
  const messages = hidden.map(hiddenMessage)
  if (hidden.length <= MAX_NOTES) return messages.map(note)
  const [first] = messages
  const total = note(
    `${sizeOf(sum(hidden))} of ${countText(hidden.length)} flow logs are not added, since others record the same interfaces ` +
      `(first: ${first!}; -v lists them)`,
  )
  return [{ ...total, details: messages }]
}

function hiddenMessage({ origin, winners, isHandOver, ...counts }: HiddenRecords): string {
  const size = sizeOf(counts)
  if (winners.length === 0) {
    return `${origin} is there as text and as Parquet: ${size} of the Parquet are not added, since text has the same ten minutes`
  }
  const overlap = `${origin} records the same interfaces as ${namesOf(winners)}: ${size} of its records are not added`
  return isHandOver
    ? `${overlap}; where one replaces the other, up to 20 minutes may be missing or count twice (--flow-log chooses)`
    : `${overlap} (--flow-log chooses)`
}

/** Warns of records that may count twice. */
export function doubtfulNotices(doubtful: readonly Doubtful[]): readonly Notice[] {
  return doubtful.map((found) => {
    const { kind, interfaces, hours, rival } = found
    const others = found.rivals > 1 ? ` and ${found.rivals - 1} more` : ''
    const known = rival === undefined ? 'files of unknown origin' : `${rival}${others}`
    const size = sizeOf(found)
    return damage(
      kind === 'unknown-origin'
        ? `${size} may count twice: files of unknown origin and ${known} record ${countText(interfaces, 'interface')} at the same time, in ${countText(hours, 'hour')}`
        : `${size} of records without interface, action or start may count twice: ${known} also ${others ? 'have' : 'has'} records of that time`,
    )
  })
}

function namesOf([first = '', ...rest]: readonly string[]): string {
  if (rest.length === 0) return first
  return rest.length === 1 ? `${first} and ${rest[0]!}` : `${first} and ${rest.length} others`
}

function sizeOf({ bytes, records }: Pick<HiddenRecords, 'bytes' | 'records'>): string {
  return bytes === undefined ? countText(records, 'record') : humanBytes(bytes)
}

function sum(hidden: readonly HiddenRecords[]): Pick<HiddenRecords, 'bytes' | 'records'> {
  const hasBytes = hidden.every(({ bytes }) => bytes !== undefined)
  return {
    records: hidden.reduce((total, { records }) => total + records, 0),
    bytes: hasBytes ? hidden.reduce((total, { bytes = 0 }) => total + bytes, 0) : undefined,
  }
}
