import { statSync } from 'node:fs'
import { checkFile } from '../file-checksum'
import { changedMs, identityOf, identityText } from '../file-identity'
import type { FoundFile } from '../file-state'
import { sourceName, type SourceFile } from './source-groups'
import type { CopiedSource, SourceIdentity } from './copy-metadata'

/** A source whose bytes are known. */
export interface CheckedSource<F = SourceFile> extends SourceIdentity, Stamp {
  readonly file: F
}

interface Stamp {
  readonly size: number
  /** Device, inode and times. */
  readonly version: string
  /** The same, to recognize the file in a later run; empty for a file that changed a moment ago. */
  readonly stamp: string
}

/** Some file systems give two changes within this time the same time. */
const CLOCK_STEP_MS = 2000

/** Reads the bytes of a source for its checksum, unless size and stamp are those of a copied source. */
export async function checkSource<F extends Omit<FoundFile, 'kind'>>(
  file: F,
  copied: readonly CopiedSource[],
  signal: AbortSignal | undefined,
  now: () => number = Date.now,
): Promise<CheckedSource<F>> {
  const name = sourceName(file)
  const stamp = stampOf(file.path, now())
  const known = copied.find((each) => each.name === name && each.size === stamp.size)
  const isKnown = stamp.stamp !== '' && known?.stamp === stamp.stamp
  const sha256 = isKnown ? known.sha256 : await sha256Of(file.path, signal)
  return { file, name, sha256, ...stamp }
}

/** Whether a source still is the file that was checked. */
export function isUnchanged({ file, version }: CheckedSource): boolean {
  return stampOf(file.path, 0).version === version
}

/** That of no file for a file that changes meanwhile. */
async function sha256Of(path: string, signal: AbortSignal | undefined): Promise<string> {
  return (await checkFile(path, signal))?.sha256 ?? ''
}

function stampOf(path: string, nowMs: number): Stamp {
  const identity = identityOf(statSync(path, { bigint: true }))
  const isSettled = nowMs - changedMs(identity) >= CLOCK_STEP_MS
  const version = identityText(identity)
  return { size: identity.size, version, stamp: isSettled ? version : '' }
}
