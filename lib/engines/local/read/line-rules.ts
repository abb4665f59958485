import { isUtf8 } from 'node:buffer'
import { readHeader, type LineFields } from '../../../flow-log/format'
import { isBackward, type LineFormat } from './line-format'
import { readInteger } from './plain-integer'

export type UnreadableReason =
  | 'fieldCount'
  | 'notInteger'
  | 'integerTooLarge'
  | 'impossibleValue'
  | 'unknownHeader'
  | 'carriageReturn'
  | 'invalidUtf8'
  | 'lineTooLong'

/** Where the fields of a line stand in its bytes. */
export interface FieldPlaces {
  readonly bytes: Buffer
  readonly count: number
  readonly begins: Int32Array
  readonly ends: Int32Array
}

/** A line within other bytes, without its line end. */
export interface Line {
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
}

/** What a line is before its format matters. */
export type LineKind =
  | { readonly kind: 'blank' }
  | { readonly kind: 'header'; readonly fields: LineFields }
  /** Names of fields that are not understood: no record below them is read by its position. */
  | { readonly kind: 'unknownHeader' }
  | { readonly kind: 'values' }
  | ({ readonly kind: 'unreadable' } & Unreadable)

export const SPACE = 32
export const LINE_FEED = 10
export const RETURN = 13
const BLANK = { kind: 'blank' } as const
const VALUES = { kind: 'values' } as const
/** A line with fewer names of fields can be a record. */
const MIN_HEADER_NAMES = 3

const NOT_BLANK = 1
const NOT_HEADER = 2
const IS_RETURN = 4
const NOT_ASCII = 8
const IN_HEADER = /[a-z0-9_${}"'`@-]/i
/** What each byte makes of a line. */
export const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === RETURN) return IS_RETURN
  if (isSpace(byte)) return 0
  if (byte > 127) return NOT_BLANK | NOT_HEADER | NOT_ASCII
  return IN_HEADER.test(String.fromCharCode(byte)) ? NOT_BLANK : NOT_BLANK | NOT_HEADER
})

/** The line between two offsets; a carriage return at its end belongs to the line end. */
export function lineBetween(bytes: Buffer, from: number, to: number): Line {
  return { bytes, from, to: to > from && bytes[to - 1] === RETURN ? to - 1 : to }
}

export function kindOfLine(line: Line): LineKind {
  let classes = 0
  for (let at = line.from; at < line.to; at++) classes |= CLASSES[line.bytes[at]!]!
  return kindOf(line, classes)
}

/** `classes` joins those of all bytes of the line. */
export function kindOf({ bytes, from, to }: Line, classes: number): LineKind {
  if ((classes & NOT_BLANK) === 0) return BLANK
  // Few records consist of the characters of a header alone: an address or an action has others.
  if ((classes & NOT_HEADER) === 0) {
    const reading = readHeader(bytes.toString('latin1', from, to).trim().split(/ +/))
    if (reading?.kind === 'fields') return { kind: 'header', fields: reading.fields }
    if (reading && reading.knownCount >= MIN_HEADER_NAMES) return { kind: 'unknownHeader' }
  }
  if (classes & IS_RETURN) return { kind: 'unreadable', reason: 'carriageReturn' }
  if (classes & NOT_ASCII && !isUtf8(bytes.subarray(from, to))) {
    return { kind: 'unreadable', reason: 'invalidUtf8' }
  }
  return VALUES
}

/** Finds fields that one space each separates. */
export function exactPlaces({ bytes, from, to }: Line): FieldPlaces {
  let count = 0
  let begin = from
  for (let at = from; at < to; at++) {
    if (bytes[at] !== SPACE) continue
    begins[count] = begin
    ends[count] = at
    if (count < MAX_FIELDS) count++
    begin = at + 1
  }
  begins[count] = begin
  ends[count] = to
  return { bytes, count: count + 1, begins, ends }
}

/** Finds fields that any number of spaces separates, after the spaces at both ends. */
function loosePlaces(line: Line): FieldPlaces {
  const { bytes } = line
  let { from, to } = line
  while (from < to && isSpace(bytes[from]!)) from++
  while (to > from && isSpace(bytes[to - 1]!)) to--
  let count = 0
  let begin = from
  for (let at = from; at < to; at++) {
    if (bytes[at] !== SPACE) continue
    if (at > begin) {
      begins[count] = begin
      ends[count] = at
      if (count < MAX_FIELDS) count++
    }
    begin = at + 1
  }
  begins[count] = begin
  ends[count++] = to
  return { bytes, count, begins, ends }
}

/** Of a line with more fields the last takes their place. */
const MAX_FIELDS = 1024
/** The places that were found last. */
const begins = new Int32Array(MAX_FIELDS + 1)
const ends = new Int32Array(MAX_FIELDS + 1)

export interface Unreadable {
  readonly reason: UnreadableReason
  /** The field whose value is not a number that fits, or impossible. */
  readonly token?: string
}

export function hasIntegers(fields: FieldPlaces, format: LineFormat): boolean {
  return wrongInteger(fields, format) === undefined
}

/** The first value of a line that is not a number although its field is one, or is impossible. */
function wrongInteger(
  { bytes, begins, ends }: FieldPlaces,
  { integers, start, end }: LineFormat,
): Unreadable | undefined {
  const numbers = new Map<number, number | bigint | null>()
  for (const { index, token, is64, max } of integers) {
    const [from, to] = [begins[index]!, ends[index]!]
    const value = readInteger(bytes, from, to, is64)
    if (value === undefined) {
      const isNumber = /^[+-]?\d+$/.test(bytes.toString('latin1', from, to))
      return { reason: isNumber ? 'integerTooLarge' : 'notInteger', token }
    }
    if (value !== null && (value < 0 || value > max)) return { reason: 'impossibleValue', token }
    numbers.set(index, value)
  }
  const isWrong = isBackward(numbers.get(start), numbers.get(end))
  return isWrong ? { reason: 'impossibleValue', token: 'end' } : undefined
}

/** Why a line is not a record of the format. */
export function explainUnreadable(line: Line, format: LineFormat): Unreadable {
  const { fieldCount } = format
  const exact = exactPlaces(line)
  const fields = exact.count === fieldCount ? exact : loosePlaces(line)
  if (fields.count !== fieldCount) return { reason: 'fieldCount' }
  return wrongInteger(fields, format) ?? { reason: 'fieldCount' }
}

/** Where the message of a line begins: behind the columns before the fields and one space. */
export function messageBegin({ bytes, from, to }: Line, prefixColumns: number): number {
  let at = from
  for (let left = prefixColumns; left > 0; left--) {
    while (at < to && isSpace(bytes[at]!)) at++
    while (at < to && !isSpace(bytes[at]!)) at++
    if (left === 1 && bytes[at] === SPACE && at < to) at++
  }
  return at
}

export function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13)
}
