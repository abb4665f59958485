import { countText } from '../../../count-text'
import { visible } from '../../../visible'
import type { Notice } from '../../engine'
import { damage, note } from '../../notices'
import type { Workspace } from '../duckdb/workspace'
import type {
  LogFile,
  PartlyReadFile,
  RepeatReason,
  SkippedFile,
  SkipReason,
  UnreadableLine,
} from '../file-state'
import { wrapperNamed } from '../inspect/wrappers/wrappers'
import { isRepeat, repeatNotices, repeatWords } from './repeat-notices'

const MAX_CHARACTERS = 80
/** So many skipped files are named. */
const MAX_NAMES = 3

/** The note on one file after its name, and on several before the first name; undefined for what needs no note. */
const SKIPPED: Readonly<
  Record<Exclude<SkipReason, RepeatReason>, readonly [one: string, many: string] | undefined>
> = {
  'not-a-flow-log': ['not a flow log', 'files that are not flow logs'],
  hidden: ['hidden', 'hidden files and folders'],
  'broken-link': ['broken link', 'broken links'],
  'side-file': [
    'not data, as its name begins with `_`',
    'files that are not data, as their names begin with `_`',
  ],
  'transit-gateway': [
    'transit-gateway flow log; --kind transit-gateway asks it',
    'transit-gateway flow logs; --kind transit-gateway asks them',
  ],
  vpc: ['VPC flow log; --kind vpc asks it', 'VPC flow logs; --kind vpc asks them'],
  excluded: undefined,
  'known-companion': undefined,
  'other-flow-log': ['not of a chosen flow log', 'files that are not of a chosen flow log'],
  leftover: ['left by an interrupted download', 'files that interrupted downloads left'],
  copied: ['its copy is read', 'files whose copies are read'],
  'repeated-copy': ['another copy holds its records', 'copies whose records other copies hold'],
  'old-copy': ['its sources have changed and are read', 'copies whose sources have changed'],
}

/** One note for each reason to skip files. */
export function skippedNotes(skipped: readonly SkippedFile[]): Notice[] {
  const notes = Object.entries(SKIPPED).flatMap(([reason, words]) => {
    const files = skipped.filter((file) => file.reason === reason)
    const [first] = files
    if (!words || !first) return []
    const [one, many] = words
    const what = first.what === undefined ? '' : `${first.what}, `
    if (files.length === 1) return [note(`skipped \`${first.shown}\`: ${what}${one}`)]
    const names = files.map(({ shown, what }) => (what === undefined ? shown : `${shown}: ${what}`))
    const message = `skipped ${countText(files.length)} ${many}`
    if (files.length > MAX_NAMES) return [listNote(message, first.shown, names)]
    const quoted = files.map(({ shown, what }) =>
      what === undefined ? `\`${shown}\`` : `\`${shown}\` (${what})`,
    )
    return [note(`${message}: ${quoted.join(', ')}`)]
  })
  return [...notes, ...repeatNotices(skipped)]
}

/** Why a file is skipped. */
export function skippedWords(file: SkippedFile): string {
  const { reason } = file
  if (isRepeat(file)) return repeatWords(file)
  return SKIPPED[reason as Exclude<SkipReason, RepeatReason>]?.[0] ?? reason.replace(/-/g, ' ')
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
  return [listNote(`${countText(names.length)} files are empty`, names[0]!, names)]
}

/** A note on several files: the message names the first, `-v` lists all. */
function listNote(message: string, first: string, details: readonly string[]): Notice {
  return { ...note(`${message} (first: \`${first}\`; -v lists them)`), details }
}

function damageOf(file: LogFile): Notice[] {
  switch (file.kind) {
    case 'unusable':
      return [damage(`${file.shown}: ${file.problem}`)]
    case 'partly-read':
      return lostOf(file).map((lost) => damage(`${file.shown}: ${lost}`))
    case 'parquet':
      return file.impossible > 0
        ? [damage(`${file.shown}: ${impossibleRows(file.impossible)}`)]
        : []
    case 'empty':
    case 'text':
    case 'read':
      return []
  }
}

/** What of a file that was read line by line is not counted; nothing when all of it is. */
function lostOf(file: PartlyReadFile) {
  const { codec, isTruncated, records, unreadable, firstUnreadable, wrappers = [] } = file
  const unit = wrappers.map((name) => wrapperNamed(name).unit).includes('record')
    ? 'record'
    : 'line'
  return [
    ...(isTruncated ? [truncation(codec.name, records + unreadable)] : []),
    ...(firstUnreadable ? [unreadableLines(unreadable, firstUnreadable, unit)] : []),
  ]
}

function impossibleRows(count: number): string {
  const rows = count === 1 ? '1 row' : `${countText(count)} rows`
  return `skipped ${rows} with impossible values, such as negative bytes or an end before the start`
}

function truncation(codec: string, lines: number): string {
  const complete =
    lines === 0
      ? 'no complete record'
      : `counted the ${countText(lines)} complete ${lines === 1 ? 'record' : 'records'}`
  return `truncated ${codec}: ${complete}`
}

function unreadableLines(
  count: number,
  { line, text, reason, token }: UnreadableLine,
  unit: 'line' | 'record',
): string {
  const why = reason === 'impossibleValue' ? ` (impossible ${token})` : ''
  const quoted = `${unit} ${countText(line)}${why}: \`${quotable(text)}\``
  return count === 1
    ? `skipped 1 unreadable ${unit}, ${quoted}`
    : `skipped ${countText(count)} unreadable ${unit}s, the first is ${quoted}`
}

/** Text from a file, safe for a terminal: control characters as escapes, no longer than a line. */
function quotable(text: string): string {
  const safe = visible(text.slice(0, MAX_CHARACTERS * 2).replace(/\r$/, ''))
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS - 1)}…` : safe
}
