import { closeSync, existsSync, openSync } from 'node:fs'
import { identityOfOpen } from '../file-checksum'
import { isSameFile } from '../file-identity'
import type { KeyedFile } from './keyed-file'

/** A source that is open from before its first byte is read until after its last. */
export interface OpenSource {
  readonly source: KeyedFile
  /** Where it is read: the open file itself, also when its path gets another file meanwhile, where the system can name it. */
  readonly readPath: string
  isUnchanged(): boolean
  close(): void
}

const OPEN_FILES = '/proc/self/fd'

/** Undefined for a file that changed since it got its key. */
export function openSource(source: KeyedFile): OpenSource | undefined {
  const { file, identity } = source
  const open = openSync(file.path, 'r')
  const isUnchanged = () => isSameFile(identity, identityOfOpen(open))
  const close = () => closeSync(open)
  if (isUnchanged()) {
    const readPath = existsSync(OPEN_FILES) ? `${OPEN_FILES}/${open}` : file.path
    return { source, readPath, isUnchanged, close }
  }
  close()
  return undefined
}
