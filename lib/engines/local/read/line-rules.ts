import { isUtf8 } from 'node:buffer'
import { readHeaderLine, type LineFields } from '../../../flow-log/format'
import type { LineFormat } from './line-format'
import { readInteger } from './plain-integer'

export type UnreadableReason =
  'fieldCount' | 'notInteger' | 'integerTooLarge' | 'carriageReturn' | 'invalidUtf8' | 'lineTooLong'

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
  | { readonly kind: 'values' }
  | ({ readonly kind: 'unreadable' } & Unreadable)

export const SPACE = 32
export const LINE_FEED = 10
export const RETURN = 13
const BLANK = { kind: 'blank' } as const
const VALUES = { kind: 'values' } as const

const NOT_BLANK = 1
const NOT_HEADER = 2
const IS_RETURN = 4
const NOT_ASCII = 8
/** What each byte makes of a line. */
export const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === RETURN) return IS_RETURN
  if (isSpace(byte)) return 0
  if (byte > 127) return NOT_BLANK | NOT_HEADER | NOT_ASCII
  const isInHeader = (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 45
  return isInHeader ? NOT_BLANK : NOT_BLANK | NOT_HEADER
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
    const fields = readHeaderLine(bytes.toString('latin1', from, to))
    if (fields) return { kind: 'header', fields }
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
  /** The field whose value is not a number that fits. */
  readonly token?: string
}

export function hasIntegers(
  { bytes, begins, ends }: FieldPlaces,
  { integers }: LineFormat,
): boolean {
  return integers.every(
    ({ index, is64 }) => readInteger(bytes, begins[index]!, ends[index]!, is64) !== undefined,
  )
}

/** Why a line is not a record of the format. */
export function explainUnreadable(line: Line, { fieldCount, integers }: LineFormat): Unreadable {
  const exact = exactPlaces(line)
  const fields = exact.count === fieldCount ? exact : loosePlaces(line)
  if (fields.count !== fieldCount) return { reason: 'fieldCount' }
  for (const { index, token, is64 } of integers) {
    const [from, to] = [fields.begins[index]!, fields.ends[index]!]
    if (readInteger(line.bytes, from, to, is64) !== undefined) continue
    const isNumber = /^[+-]?\d+$/.test(line.bytes.toString('latin1', from, to))
    return { reason: isNumber ? 'integerTooLarge' : 'notInteger', token }
  }
  return { reason: 'fieldCount' }
}

export function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13)
}
