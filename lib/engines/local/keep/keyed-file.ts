import { statSync } from 'node:fs'
import { identityOf, type FileIdentity } from '../file-identity'
import type { TextFile } from '../file-state'
import { readingKeys } from './source-key'

/** A source, and the key of its reading. */
export interface KeyedFile {
  readonly key: string
  readonly file: TextFile
  readonly identity: FileIdentity
}

/** A file that was removed has no key. */
export function keyFiles(files: readonly TextFile[]): readonly KeyedFile[] {
  const keyOf = readingKeys()
  return files.flatMap((file) => {
    const stats = statSync(file.path, { bigint: true, throwIfNoEntry: false })
    if (!stats) return []
    const identity = identityOf(stats)
    return [{ file, identity, key: keyOf(file, identity) }]
  })
}
