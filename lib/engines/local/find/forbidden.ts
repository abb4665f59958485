import type { FoundFile, UnusableFile } from '../file-state'

/** Whether an error of the system means that the user may not read a file or folder. */
export function isForbidden(code: string | undefined): boolean {
  return code === 'EACCES' || code === 'EPERM'
}

/** A file or folder that the user may not read. */
export function forbiddenFile(found: FoundFile): UnusableFile {
  return { ...found, size: 0, mtimeMs: 0, kind: 'unusable', problem: 'permission denied, skipped' }
}
