import { fieldByToken } from '../../../flow-log/fields'
import type { TextFile } from './text-file-reader'

/** A file as it goes to another thread: a text is copied many times faster than the fields that it names. */
export interface SentFile extends Omit<TextFile, 'fields'> {
  readonly tokens: string
}

/** Of a field that natlens does not know. */
const UNKNOWN = '?'

export function sentFile({ fields, ...file }: TextFile): SentFile {
  return { ...file, tokens: fields.map((field) => field?.token ?? UNKNOWN).join(' ') }
}

export function receivedFile({ tokens, ...file }: SentFile): TextFile {
  return { ...file, fields: tokens.split(' ').map((token) => fieldByToken(token)) }
}
