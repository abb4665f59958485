import { countText } from '../../../count-text'
import { visible } from '../../../visible'
import type { Notice } from '../../engine'
import { damage, note } from '../../notices'
import type { Workspace } from '../duckdb/workspace'
import type {
  LogFile,
  PartlyReadFile,
  SkippedFile,
  SkipReason,
  UnreadableLine,
} from '../file-state'

const MAX_CHARACTERS = 80

/** The note on one file after its name, and on several before the first name; undefined for what needs no note. */
const SKIPPED: Readonly<Record<SkipReason, readonly [one: string, many: string] | undefined>> = {
  'not-a-flow-log': ['not a flow log', 'files that are not flow logs'],
  hidden: ['hidden', 'hidden files and folders'],
  'broken-link': ['broken link', 'broken links'],
  'known-companion': undefined,
  copied: ['its copy is read', 'files whose copies are read'],
  'repeated-copy': ['another copy holds its records', 'copies whose records other copies hold'],
  'old-copy': ['its sources have changed and are read', 'copies whose sources have changed'],
}

/** One note for each reason to skip files. */
export function skippedNotes(skipped: readonly SkippedFile[]): Notice[] {
  return Object.entries(SKIPPED).flatMap(([reason, words]) => {
    const names = skipped.filter((file) => file.reason === reason).map(({ shown }) => shown)
    if (!words || names.length === 0) return []
    const [one, many] = words
    if (names.length === 1) return [note(`skipped \`${names[0]}\`: ${one}`)]
    return [listNote(`skipped ${countText(names.length)} ${many}`, names)]
  })
}

/** A note when text files are read without the kernel. */
export function plainNotes(files: readonly LogFile[], workspace: Workspace): Notice[] {
  const isPlain = files.some(({ kind }) => kind === 'text') && workspace.reader().isPlain
  return isPlain
    ? [note('text files are read more slowly: `kernel.wasm` is missing beside the program')]
    : []
}

/** What is wrong with files: one note on the empty ones, one notice for each damage. */
export function fileNotices(files: readonly LogFile[]): Notice[] {
  return [...emptyFilesNotes(files), ...files.flatMap(damageOf)]
}

function emptyFilesNotes(files: readonly LogFile[]): Notice[] {
  const names = files.filter(({ kind }) => kind === 'empty').map(({ shown }) => shown)
  if (names.length === 0) return []
  if (names.length === 1) return [note(`\`${names[0]}\` is empty`)]
  return [listNote(`${countText(names.length)} files are empty`, names)]
}

/** A note on several files: the message names the first, `-v` lists all. */
function listNote(message: string, names: readonly string[]): Notice {
  return { ...note(`${message} (first: \`${names[0]}\`; -v lists them)`), details: names }
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

/** What of a file that was read line by line is not counted; nothing when all of it is. */
function lostOf({ codec, isTruncated, records, unreadable, firstUnreadable }: PartlyReadFile) {
  return [
    ...(isTruncated ? [truncation(codec.name, records + unreadable)] : []),
    ...(firstUnreadable ? [unreadableLines(unreadable, firstUnreadable)] : []),
  ]
}

function truncation(codec: string, lines: number): string {
  const complete =
    lines === 0
      ? 'no complete record'
      : `counted the ${countText(lines)} complete ${lines === 1 ? 'record' : 'records'}`
  return `truncated ${codec}: ${complete}`
}

function unreadableLines(count: number, { line, text }: UnreadableLine): string {
  const quoted = `line ${countText(line)}: \`${quotable(text)}\``
  return count === 1
    ? `skipped 1 unreadable line, ${quoted}`
    : `skipped ${countText(count)} unreadable lines, the first is ${quoted}`
}

/** Text from a file, safe for a terminal: control characters as escapes, no longer than a line. */
function quotable(text: string): string {
  const safe = visible(text.slice(0, MAX_CHARACTERS * 2).replace(/\r$/, ''))
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS - 1)}…` : safe
}
