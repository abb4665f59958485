import type { Notice } from '../../engine'
import { counted, damage, note } from '../../notices'
import type { Salvage } from '../read/salvage'
import type { Verification } from '../read/verify'
import { visible } from '../../../visible'

const MOST_NAMES = 12
const MOST_CHARACTERS = 80

/** `3 files are empty: …`, with the first few names; none for none. */
export function filesNote(names: readonly string[], one: string, many: string): Notice[] {
  if (names.length === 0) return []
  const listed = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``)
  if (names.length === 1) return [note(`${listed[0]} ${one}`)]
  const more = names.length > MOST_NAMES ? ', …' : ''
  return [note(`${counted(names.length)} files ${many}: ${listed.join(', ')}${more}`)]
}

/** What is wrong with a file that was read line by line; nothing when all of it could be read after all. */
export function salvageNotices(
  shown: string,
  { state }: Pick<Verification, 'state'>,
  { records, unreadable, firstUnreadable }: Salvage,
): Notice[] {
  const notices: Notice[] = []
  if (state === 'truncated') notices.push(damage(`${shown}: ${truncation(records + unreadable)}`))
  if (firstUnreadable) notices.push(damage(`${shown}: ${linesNotice(unreadable, firstUnreadable)}`))
  return notices
}

function truncation(lines: number): string {
  if (lines === 0) return 'the gzip stream ends before the first whole record'
  const used =
    lines === 1
      ? 'the one whole record before the cut is used'
      : `the ${counted(lines)} whole records before the cut are used`
  return `the gzip stream ends early: ${used}`
}

export function linesNotice(
  unreadable: number,
  { line, text }: { readonly line: number; readonly text: string },
): string {
  const quoted = `line ${counted(line)}: \`${quotable(text)}\``
  return unreadable === 1
    ? `1 line is unreadable and left out: ${quoted}`
    : `${counted(unreadable)} lines are unreadable and left out; the first is ${quoted}`
}

/** Nothing in a stream that fails its checksum can be trusted, whatever comes out of it. */
export function corruptNotice(
  { shown, size }: { readonly shown: string; readonly size: number },
  reason: string,
): Notice {
  const left = size === 1 ? 'its one byte is' : `all of its ${counted(size)} bytes are`
  return damage(`${shown}: the gzip stream is corrupt (${reason}): ${left} left out`)
}

/** Text from a file, safe for a terminal: control characters as escapes, no longer than a line. */
export function quotable(text: string): string {
  const safe = visible(text.slice(0, MOST_CHARACTERS * 2).replace(/\r$/, ''))
  return safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS - 1)}…` : safe
}
