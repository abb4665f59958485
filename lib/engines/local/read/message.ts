import { MESSAGE_COLUMN } from '../../../dialects/dialect'
import type { Field } from '../../../flow-log/fields'

/** The column of the lines as they stand in the file: read beside the fields, when a query names `@message`. */
export const MESSAGE: Field = {
  token: MESSAGE_COLUMN,
  name: MESSAGE_COLUMN,
  type: 'string',
  version: 2,
  meaning: 'The line of the record.',
}

/** By its token, since other threads have a copy of the field. */
export function isMessage({ token }: Field): boolean {
  return token === MESSAGE.token
}
