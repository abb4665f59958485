import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { LineFields } from '../../../flow-log/format'
import { isMessage } from './message'

/** Where the values of a line stand, and which of them are wanted. */
export interface LineFormat {
  readonly fields: LineFields
  readonly prefixColumns: number
  /** With the columns before the fields. */
  readonly fieldCount: number
  readonly integers: readonly IntegerField[]
  /** For each wanted column the index of its field; -1 where the line lacks it. */
  readonly columnFields: readonly number[]
  /** The wanted columns that the line lacks. */
  readonly lacking: readonly Field[]
  /** Indexes of `start`, `end`, `bytes` and `packets`; -1 where the line lacks them. */
  readonly start: number
  readonly end: number
  readonly bytes: number
  readonly packets: number
  /** The header line as it stands in the file, without its line end. */
  readonly header: Buffer | undefined
}

/** A field that holds whole numbers. */
export interface IntegerField {
  readonly index: number
  readonly token: string
  readonly is64: boolean
  /** A larger value is impossible, and so is a negative one. */
  readonly max: bigint
}

const MAX_INT32 = 2n ** 31n - 1n
const MAX_INT64 = 2n ** 63n - 1n
/** What does not fit its integer type is unreadable anyway. Times beyond the year 5138 are milliseconds. */
const MAX_VALUES: Readonly<Record<string, bigint>> = {
  srcport: 65_535n,
  dstport: 65_535n,
  protocol: 255n,
  start: 10n ** 11n - 1n,
  end: 10n ** 11n - 1n,
}

/** The clocks of `start` and `end` differ by up to so much. */
export const MAX_BACKWARD_SECONDS = 60

interface LineFormatOptions {
  readonly columns: readonly Field[]
  /** Columns before the fields, such as the time of the event in an export of CloudWatch Logs. */
  readonly prefixColumns: number
  readonly header?: Buffer | undefined
}

export function lineFormat(
  fields: LineFields,
  { columns, prefixColumns, header }: LineFormatOptions,
): LineFormat {
  const onLine: LineFields = [...Array<undefined>(prefixColumns).fill(undefined), ...fields]
  const indexOf = (field: Field) => onLine.findIndex((each) => each?.token === field.token)
  return {
    fields,
    prefixColumns,
    fieldCount: onLine.length,
    integers: onLine.flatMap((field, index) =>
      field === undefined || field.type === 'string' ? [] : [integerField(index, field)],
    ),
    columnFields: columns.map(indexOf),
    lacking: columns.filter((field) => !isMessage(field) && indexOf(field) < 0),
    start: indexOf(fieldByToken('start')),
    end: indexOf(fieldByToken('end')),
    bytes: indexOf(fieldByToken('bytes')),
    packets: indexOf(fieldByToken('packets')),
    header,
  }
}

function integerField(index: number, field: Field): IntegerField {
  const { token, type } = field
  return { index, token, is64: type === 'bigint', max: maxValue(field) }
}

/** The largest possible value of a field of whole numbers; none is negative. */
export function maxValue({ token, type }: Field): bigint {
  return MAX_VALUES[token] ?? (type === 'bigint' ? MAX_INT64 : MAX_INT32)
}

/** Whether a record ends before it starts, which no difference of clocks explains. */
export function isBackward(
  start: number | bigint | null | undefined,
  end: number | bigint | null | undefined,
): boolean {
  return start != null && end != null && Number(end) + MAX_BACKWARD_SECONDS < Number(start)
}
