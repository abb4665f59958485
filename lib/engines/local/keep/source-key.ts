import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import type { LineFields } from '../../../flow-log/format'
import type { TextFile } from '../file-state'
import { READING_RULES } from '../read/reading-rules'

/** A file with its times: another one when a byte of it may have changed. */
export interface SourceIdentity {
  readonly device: string
  readonly inode: string
  readonly size: number
  readonly mtimeNs: string
  readonly ctimeNs: string
}

export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): SourceIdentity {
  return {
    device: String(dev),
    inode: String(ino),
    size: Number(size),
    mtimeNs: String(mtimeNs),
    ctimeNs: String(ctimeNs),
  }
}

export function isSameFile(a: SourceIdentity, b: SourceIdentity): boolean {
  return identityText(a) === identityText(b)
}

/** The later of both times, in milliseconds. */
export function changedMs({ mtimeNs, ctimeNs }: SourceIdentity): number {
  return Math.max(Number(mtimeNs), Number(ctimeNs)) / 1e6
}

/** Names the reading of a source: the file, what it was read as, and the rules by which it was read. */
export function readingKeys(): (file: TextFile, identity: SourceIdentity) => string {
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

function identityText({ device, inode, size, mtimeNs, ctimeNs }: SourceIdentity): string {
  return [device, inode, size, mtimeNs, ctimeNs].join(' ')
}
