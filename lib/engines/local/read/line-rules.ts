import { isUtf8 } from 'node:buffer'
import { readHeaderLine, type LineFields } from '../../../flow-log/format'
import type { LineFormat } from './line-format'
import { readInteger } from './plain-integer'
import type { FieldPlaces } from './plain-records'

/** A longer line is unreadable. */
export const MAX_LINE_BYTES = 2_000_000

export type UnreadableReason =
  'fieldCount' | 'notInteger' | 'integerTooLarge' | 'carriageReturn' | 'invalidUtf8' | 'lineTooLong'

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
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason }

const SPACE = 32
const RETURN = 13
const BLANK = { kind: 'blank' } as const
const VALUES = { kind: 'values' } as const

/** The line between two offsets; a carriage return at its end belongs to the line end. */
export function lineBetween(bytes: Buffer, from: number, to: number): Line {
  return { bytes, from, to: to > from && bytes[to - 1] === RETURN ? to - 1 : to }
}

export function kindOfLine({ bytes, from, to }: Line): LineKind {
  if (to - from > MAX_LINE_BYTES) return { kind: 'unreadable', reason: 'lineTooLong' }
  let bits = 0
  let isBlank = true
  let canBeHeader = true
  let hasReturn = false
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    bits |= byte
    if (isSpace(byte)) {
      if (byte === RETURN) hasReturn = true
      continue
    }
    isBlank = false
    // Few records consist of these alone: an address or an action has other characters.
    const isInHeader = (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 45
    if (!isInHeader) canBeHeader = false
  }
  if (isBlank) return BLANK
  if (canBeHeader) {
    const fields = readHeaderLine(bytes.toString('latin1', from, to))
    if (fields) return { kind: 'header', fields }
  }
  if (hasReturn) return { kind: 'unreadable', reason: 'carriageReturn' }
  if (bits > 127 && !isUtf8(bytes.subarray(from, to))) {
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
export function loosePlaces(line: Line): FieldPlaces {
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
  ends[count] = to
  return { bytes, count: count + 1, begins, ends }
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

function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13)
}
