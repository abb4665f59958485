import { visible } from '../../../visible'
import type { Notice } from '../../engine'
import { counted, damage, note } from '../../notices'
import type {
  LogFile,
  PartlyReadFile,
  SkippedFile,
  SkipReason,
  UnreadableLine,
} from '../file-state'

const MAX_NAMES = 12
const MAX_CHARACTERS = 80

const SKIPPED: Readonly<Record<SkipReason, readonly [one: string, many: string]>> = {
  'not-a-flow-log': ['is no flow log and ignored', 'are no flow logs and ignored'],
  hidden: ['is hidden and ignored', 'are hidden and ignored'],
  'broken-link': ['is a link that leads nowhere', 'are links that lead nowhere'],
}

/** One note for each reason to skip files. */
export function skippedNotes(skipped: readonly SkippedFile[]): Notice[] {
  return Object.entries(SKIPPED).flatMap(([reason, [one, many]]) => {
    const names = skipped.filter((file) => file.reason === reason).map(({ shown }) => shown)
    return filesNote(names, one, many)
  })
}

/** What is wrong with files: one note on the empty ones, one notice for each damage. */
export function fileNotices(files: readonly LogFile[]): Notice[] {
  const empty = files.filter(({ kind }) => kind === 'empty').map(({ shown }) => shown)
  return [...filesNote(empty, 'is empty', 'are empty'), ...files.flatMap(damageOf)]
}

function damageOf(file: LogFile): Notice[] {
  switch (file.kind) {
    case 'unusable':
      return [damage(`${file.shown}: ${file.problem}`)]
    case 'partly-read':
      return lostOf(file).map((lost) => damage(`${file.shown}: ${lost}`))
    case 'empty':
    case 'text':
    case 'read':
    case 'parquet':
      return []
  }
}

/** What of a file that was read line by line does not count; nothing when all of it could be read after all. */
function lostOf({ isTruncated, records, unreadable, firstUnreadable }: PartlyReadFile): string[] {
  return [
    ...(isTruncated ? [truncation(records + unreadable)] : []),
    ...(firstUnreadable ? [unreadableLines(unreadable, firstUnreadable)] : []),
  ]
}

/** `3 files are empty: …`, with the first few names; no note for no file. */
function filesNote(names: readonly string[], one: string, many: string): Notice[] {
  if (names.length === 0) return []
  const listed = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``)
  if (names.length === 1) return [note(`${listed[0]} ${one}`)]
  const more = names.length > MAX_NAMES ? ', …' : ''
  return [note(`${counted(names.length)} files ${many}: ${listed.join(', ')}${more}`)]
}

function truncation(lines: number): string {
  if (lines === 0) return 'the gzip stream ends before the first whole record'
  const used =
    lines === 1
      ? 'the one whole record before the cut is used'
      : `the ${counted(lines)} whole records before the cut are used`
  return `the gzip stream ends early: ${used}`
}

function unreadableLines(count: number, { line, text }: UnreadableLine): string {
  const quoted = `line ${counted(line)}: \`${quotable(text)}\``
  return count === 1
    ? `1 line is unreadable and left out: ${quoted}`
    : `${counted(count)} lines are unreadable and left out; the first is ${quoted}`
}

/** Text from a file, safe for a terminal: control characters as escapes, no longer than a line. */
function quotable(text: string): string {
  const safe = visible(text.slice(0, MAX_CHARACTERS * 2).replace(/\r$/, ''))
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS - 1)}…` : safe
}
