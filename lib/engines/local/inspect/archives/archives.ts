import type { Archive } from './archive'
import { packed } from './packed'
import { tar } from './tar'
import { zip } from './zip'

export const ARCHIVES: readonly Archive[] = [zip, tar, packed]

export function archiveOf(head: Buffer, isDecoded: boolean): Archive | undefined {
  return ARCHIVES.find((archive) => archive.recognizes(head, isDecoded))
}
