import type { LineFormat } from './line-format'
import {
  CLASSES,
  exactPlaces,
  explainUnreadable,
  hasIntegers,
  isSpace,
  kindOf,
  LINE_FEED,
  SPACE,
  type Line,
  type LineKind,
} from './line-rules'

/** What a line is, and where its mended form ends: one space between its fields, and a line feed. */
type MendedLine =
  Exclude<LineKind, { kind: 'values' }> | { readonly kind: 'mended'; readonly end: number }

/** Writes the line at an offset as it is read, since each look at its bytes counts. */
export function mendLine(line: Line, format: LineFormat, into: Buffer, at: number): MendedLine {
  const { bytes } = line
  let { from, to } = line
  let spaces = 0
  for (; from < to && isSpace(bytes[from]!); from++) if (bytes[from] === SPACE) spaces++
  for (; to > from && isSpace(bytes[to - 1]!); to--) if (bytes[to - 1] === SPACE) spaces++
  let classes = 0
  for (let edge = line.from; edge < from; edge++) classes |= CLASSES[bytes[edge]!]!
  for (let edge = to; edge < line.to; edge++) classes |= CLASSES[bytes[edge]!]!

  let end = at
  let count = 1
  let previous = 0
  for (let each = from; each < to; each++) {
    const byte = bytes[each]!
    classes |= CLASSES[byte]!
    if (byte === SPACE) {
      spaces++
      if (previous === SPACE) continue
      count++
    }
    into[end++] = byte
    previous = byte
  }

  const kind = kindOf(line, classes)
  if (kind.kind !== 'values') return kind
  const isChanged = end - at !== line.to - line.from
  if (isChanged && spaces + 1 === format.fieldCount && hasIntegers(exactPlaces(line), format)) {
    // Two spaces have an empty text between them.
    end = at + bytes.copy(into, at, line.from, line.to)
  } else if (count !== format.fieldCount) {
    return { kind: 'unreadable', ...explainUnreadable(line, format) }
  }
  into[end] = LINE_FEED
  return { kind: 'mended', end: end + 1 }
}
