import { fieldByToken } from '../../../flow-log/fields'
import type { Part, SourceFile } from './part'

/** A part as it goes to another thread: a text is copied many times faster than the fields that it names. */
export interface SentPart extends Omit<Part, 'files'> {
  readonly files: readonly SentFile[]
}

interface SentFile extends Omit<SourceFile, 'fields'> {
  readonly tokens: string
}

/** Of a field that natlens does not know. */
const UNKNOWN = '?'

export function sentPart({ files, ...part }: Part): SentPart {
  return { ...part, files: files.map(sentFile) }
}

export function receivedPart({ files, ...part }: SentPart): Part {
  return { ...part, files: files.map(receivedFile) }
}

function sentFile({ fields, ...file }: SourceFile): SentFile {
  return { ...file, tokens: fields.map((field) => field?.token ?? UNKNOWN).join(' ') }
}

function receivedFile({ tokens, ...file }: SentFile): SourceFile {
  return { ...file, fields: tokens.split(' ').map((token) => fieldByToken(token)) }
}
