import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { LineFields } from '../../../flow-log/format'

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
  /** Indexes of `start`, `bytes` and `packets`; -1 where the line lacks them. */
  readonly start: number
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
}

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
      field === undefined || field.type === 'string'
        ? []
        : [{ index, token: field.token, is64: field.type === 'bigint' }],
    ),
    columnFields: columns.map(indexOf),
    lacking: columns.filter((field) => indexOf(field) < 0),
    start: indexOf(fieldByToken('start')),
    bytes: indexOf(fieldByToken('bytes')),
    packets: indexOf(fieldByToken('packets')),
    header,
  }
}
