import type { LineFormat } from './line-format'
import { exactPlaces, hasIntegers, loosePlaces, type FieldPlaces, type Line } from './line-rules'

const SPACE = 32
const LINE_FEED = 10

/**
 * Writes a line with one space between its fields and a line feed; returns the offset behind it. Undefined where the
 * line does not have the fields of the format.
 */
export function mendLine(
  line: Line,
  format: LineFormat,
  into: Buffer,
  at: number,
): number | undefined {
  const { fieldCount } = format
  const loose = loosePlaces(line)
  if (loose.exactCount === fieldCount && !loose.isExact && hasIntegers(exactPlaces(line), format)) {
    return writeFields(exactPlaces(line), into, at)
  }
  return loose.count === fieldCount ? writeFields(loosePlaces(line), into, at) : undefined
}

function writeFields(
  { bytes, count, begins, ends }: FieldPlaces,
  into: Buffer,
  at: number,
): number {
  for (let field = 0; field < count; field++) {
    const end = ends[field]!
    for (let from = begins[field]!; from < end; from++) into[at++] = bytes[from]!
    into[at++] = SPACE
  }
  into[at - 1] = LINE_FEED
  return at
}
