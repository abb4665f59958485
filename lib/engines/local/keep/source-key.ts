import { createHash } from 'node:crypto'
import type { LineFields } from '../../../flow-log/format'
import { identityText, type FileIdentity } from '../file-identity'
import type { TextFile } from '../file-state'
import { READING_RULES } from '../read/reading-rules'

/** Names the reading of a source: the file, what it was read as, and the rules by which it was read. */
export function readingKeys(): (file: TextFile, identity: FileIdentity) => string {
  // A thousand files of one format share its list.
  const texts = new Map<LineFields, string>()
  const fieldsText = (fields: LineFields) => {
    const text = texts.get(fields) ?? fields.map((field) => field?.token ?? '?').join(' ')
    texts.set(fields, text)
    return text
  }
  return ({ codec, layout, wrappers = [] }, identity) => {
    const { fields, hasHeader, prefixColumns, usesLogFormat } = layout
    const form = [
      codec.name,
      hasHeader,
      prefixColumns,
      usesLogFormat,
      ...wrappers,
      fieldsText(fields),
    ]
    const parts = [READING_RULES, identityText(identity), ...form]
    return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, KEY_LENGTH)
  }
}

const KEY_LENGTH = 32
