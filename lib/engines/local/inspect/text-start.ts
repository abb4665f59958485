import { crc32 } from '../crc32'

/** A text without a second line feed is known by so many bytes. */
const MAX_START_BYTES = 4096
const LINE_FEED = 10
const COMMENT = 35

/**
 * Length and checksum of the first two lines of a text: mostly the header line and a record. Other texts hardly ever have the same.
 * Undefined where the text goes on and more of it is needed.
 */
export function startOf(text: Buffer, isCut: false): string
export function startOf(text: Buffer, isCut: boolean): string | undefined
export function startOf(text: Buffer, isCut: boolean): string | undefined {
  const end = endOfStart(text)
  if (end === undefined && isCut) return undefined
  const start = text.subarray(0, end ?? MAX_START_BYTES)
  return `${start.length} ${crc32(start, 0)}`
}

function endOfStart(text: Buffer): number | undefined {
  let at = 0
  for (let lines = 0; lines < 2 && at < MAX_START_BYTES;) {
    const next = text.indexOf(LINE_FEED, at)
    if (next < 0) return text.length < MAX_START_BYTES ? undefined : MAX_START_BYTES
    if (text[at] !== COMMENT) lines++
    at = next + 1
  }
  return Math.min(at, MAX_START_BYTES)
}
