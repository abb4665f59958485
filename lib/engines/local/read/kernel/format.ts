import { columnAt, columnCount, TEXT } from './columns'
import { digitsBelow, IntegerField, newIntegerField } from './integers'
import { setPrefixColumns } from './lines'
import { setHeaderLength } from './rows'
import { newSum, Sum } from './totals'

/** The fields of a line. */
export let fieldCount: u32 = 0

/** More whole-number fields than a flow log has. */
const MAX_INTEGER_FIELDS: u32 = 32
const integerFields: usize = heap.alloc(MAX_INTEGER_FIELDS * sizeof<usize>())
for (let index: u32 = 0; index < MAX_INTEGER_FIELDS; index++) {
  store<usize>(integerFields + index * sizeof<usize>(), changetype<usize>(newIntegerField()))
}
export let integerCount: u32 = 0

/** `start`, `end` beside it, and the fields that are summed up: numbers of integer fields, -1 where the format lacks them. */
export let startField: i32 = -1
export let endField: i32 = -1
const SUMS: u32 = 2
const summedFields: usize = heap.alloc(SUMS * 4)
const sums: usize = heap.alloc(SUMS * sizeof<usize>())
for (let index: u32 = 0; index < SUMS; index++) {
  store<usize>(sums + index * sizeof<usize>(), changetype<usize>(newSum()))
}

export function integerField(index: u32): IntegerField {
  return changetype<IntegerField>(load<usize>(integerFields + index * sizeof<usize>()))
}

export function sumAt(index: u32): Sum {
  return changetype<Sum>(load<usize>(sums + index * sizeof<usize>()))
}

export function summedField(index: u32): i32 {
  return load<i32>(summedFields + index * 4)
}

/** Begins another format: no column has a field in it yet. */
export function beginFormat(fields: u32, headerLength: u32, prefixColumns: u32): void {
  fieldCount = fields
  setPrefixColumns(prefixColumns)
  setHeaderLength(headerLength)
  integerCount = 0
  startField = -1
  endField = -1
  for (let index: u32 = 0; index < SUMS; index++) store<i32>(summedFields + index * 4, -1)
  for (let index: u32 = 0; index < columnCount; index++) columnAt(index).field = -1
}

/** Returns the field's number among the integer fields. */
export function addIntegerField(index: u32, max: u64, isWanted: bool): u32 {
  const field = integerField(integerCount)
  field.index = index
  field.isLast = index + 1 == fieldCount
  field.max = max
  field.safeDigits = digitsBelow(max)
  field.isWanted = isWanted
  return integerCount++
}

/** `integer`: the field's number among the integer fields, for a column of numbers. */
export function setColumnField(index: u32, field: u32, integer: u32): void {
  const column = columnAt(index)
  column.field = field
  column.isLastField = field + 1 == fieldCount
  if (column.kind != TEXT) column.integers = integerField(integer)
}

export function setStartField(integer: u32): void {
  startField = integer
}

export function setEndField(integer: u32): void {
  endField = integer
}

export function setSummedField(index: u32, integer: u32): void {
  store<i32>(summedFields + index * 4, integer)
}

export function resetSums(): void {
  for (let index: u32 = 0; index < SUMS; index++) {
    sumAt(index).low = 0
    sumAt(index).high = 0
  }
}
