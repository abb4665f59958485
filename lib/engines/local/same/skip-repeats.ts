import type { LogFile, SkippedFile } from '../file-state'
import type { Preference, Repeat } from './repeat'
import { findSameContents } from './same-contents'
import { findSameObjects } from './same-objects'

export interface SameOptions {
  /** Files that are rather read than others with the same records. */
  readonly isPreferred?: Preference | undefined
  readonly signal?: AbortSignal | undefined
}

/** Of several files with the same records, reads one and skips the others. */
export async function skipRepeats(
  files: readonly (LogFile | SkippedFile)[],
  { isPreferred, signal }: SameOptions,
): Promise<readonly (LogFile | SkippedFile)[]> {
  const found = files.filter((file) => file.kind !== 'skipped')
  if (found.length < 2) return files
  const objects = skippedBy(await findSameObjects(found, isPreferred, signal))
  const once = found.filter((file) => !objects.has(file))
  const contents = skippedBy(await findSameContents(once, isPreferred, signal))
  if (objects.size + contents.size === 0) return files
  return files.map((file) => {
    if (file.kind === 'skipped') return file
    return objects.get(file) ?? contents.get(file) ?? file
  })
}

function skippedBy(repeats: readonly Repeat[]): ReadonlyMap<LogFile, SkippedFile> {
  return new Map(repeats.map(({ file, skipped }) => [file, skipped]))
}
