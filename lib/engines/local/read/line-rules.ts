import { isAscii, isUtf8 } from 'node:buffer'
import { readHeaderLine, type LineFields } from '../../../flow-log/format'
import type { LineFormat } from './line-format'
import { readInteger } from './plain-integer'
import type { FieldPlaces } from './plain-records'

/** A longer line is unreadable. */
export const MAX_LINE_BYTES = 2_000_000

export type UnreadableReason =
  'fieldCount' | 'notInteger' | 'integerTooLarge' | 'carriageReturn' | 'invalidUtf8' | 'lineTooLong'

const SPACE = 32
const RETURN = 13

/** The bytes of a line without a carriage return at its end. */
export function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === RETURN ? line.subarray(0, -1) : line
}

/** Whether a line has nothing but spaces, tabs and the like. */
export function isBlank(line: Buffer): boolean {
  return trimmedEnds(line)[0] === line.length
}

/** What is wrong with the bytes of a line, whatever its format. */
export function reasonOfBytes(line: Buffer): UnreadableReason | undefined {
  if (line.length > MAX_LINE_BYTES) return 'lineTooLong'
  if (line.includes(RETURN)) return 'carriageReturn'
  return isAscii(line) || isUtf8(line) ? undefined : 'invalidUtf8'
}

/** The fields that a header line names; undefined where the line is not a header. */
export function headerFields(line: Buffer): LineFields | undefined {
  // Few records pass this: an address or a time has another character.
  for (const byte of line) {
    const isInHeader = (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 45
    if (!isInHeader && !isSpace(byte)) return undefined
  }
  return readHeaderLine(line.toString('latin1'))
}

/** Finds fields that one space each separates. */
export function exactPlaces(line: Buffer): FieldPlaces {
  return places(line, 0, line.length, false)
}

/** Finds fields that any number of spaces separates, after the spaces at both ends. */
export function loosePlaces(line: Buffer): FieldPlaces {
  const [from, to] = trimmedEnds(line)
  return places(line, from, to, true)
}

const MAX_FIELDS = 1024
const begins = new Int32Array(MAX_FIELDS)
const ends = new Int32Array(MAX_FIELDS)

/** The result is valid until the next call. Of a line with too many fields the first are found. */
function places(bytes: Buffer, from: number, to: number, joinsSpaces: boolean): FieldPlaces {
  let count = 0
  let begin = from
  for (let at = from; at <= to && count < MAX_FIELDS; at++) {
    if (at < to && bytes[at] !== SPACE) continue
    if (joinsSpaces && at === begin) {
      begin++
      continue
    }
    begins[count] = begin
    ends[count++] = at
    begin = at + 1
  }
  return { bytes, count, begins, ends }
}

export interface Unreadable {
  readonly reason: UnreadableReason
  /** The field whose value is not a number that fits. */
  readonly token?: string
}

/** Why a line is not a record of the format. */
export function explainUnreadable(line: Buffer, { fieldCount, integers }: LineFormat): Unreadable {
  const exact = exactPlaces(line)
  const fields = exact.count === fieldCount ? exact : loosePlaces(line)
  if (fields.count !== fieldCount) return { reason: 'fieldCount' }
  for (const { index, token, is64 } of integers) {
    const [from, to] = [fields.begins[index]!, fields.ends[index]!]
    if (readInteger(line, from, to, is64) !== undefined) continue
    const isNumber = /^[+-]?\d+$/.test(line.toString('latin1', from, to))
    return { reason: isNumber ? 'integerTooLarge' : 'notInteger', token }
  }
  return { reason: 'fieldCount' }
}

function trimmedEnds(line: Buffer): [from: number, to: number] {
  let from = 0
  let to = line.length
  while (from < to && isSpace(line[from]!)) from++
  while (to > from && isSpace(line[to - 1]!)) to--
  return [from, to]
}

function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13)
}
