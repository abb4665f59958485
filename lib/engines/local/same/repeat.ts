import type { LogFile, SkippedFile, SkipReason } from '../file-state'

/** A file whose records another file holds. */
export interface Repeat {
  readonly file: LogFile
  readonly skipped: SkippedFile
}

export function repeatOf(file: LogFile, chosen: LogFile, reason: SkipReason): Repeat {
  const { shown, origin, size } = file
  const twin = { shown: chosen.shown, size: chosen.size }
  return { file, skipped: { kind: 'skipped', shown, reason, origin, size, twin } }
}

/** Whether a file is rather read than another one with the same records. */
export type Preference = (file: LogFile) => boolean

/** In the order in which one of several files with the same records is chosen. */
export function inOrder<F extends LogFile>(
  files: readonly F[],
  isPreferred: Preference = () => false,
): readonly F[] {
  const rank = (file: F) =>
    (isPreferred(file) ? 0 : 8) +
    (file.origin.flowLogId === undefined ? 4 : 0) +
    (file.origin.id === undefined ? 2 : 0) +
    // A member of an archive and stdin have temporary paths.
    (file.expansion === undefined ? 0 : 1)
  const ranks = new Map(files.map((file) => [file, rank(file)]))
  return [...files].sort((a, b) => ranks.get(a)! - ranks.get(b)! || (a.path < b.path ? -1 : 1))
}
