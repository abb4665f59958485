import { createHash } from 'node:crypto'
import { promises } from 'node:fs'
import { identityOf, isSameFile, type SourceIdentity } from './source-key'

const PIECE_BYTES = 1 << 20

export interface Checked {
  readonly sha256: string
  readonly identity: SourceIdentity
}

/** Reads all bytes of a file; undefined when the file changes meanwhile. */
export async function checkFile(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Checked | undefined> {
  const file = await promises.open(path, 'r')
  try {
    return await checkOpenFile(file, signal)
  } finally {
    await file.close()
  }
}

/** The same for an open file, which stays open. */
export async function checkOpenFile(
  file: promises.FileHandle,
  signal: AbortSignal | undefined,
): Promise<Checked | undefined> {
  const identity = await identityOfOpen(file)
  const hash = createHash('sha256')
  const pieces = file.createReadStream({ autoClose: false, highWaterMark: PIECE_BYTES, signal })
  for await (const piece of pieces) hash.update(piece as Buffer)
  const isSame = isSameFile(identity, await identityOfOpen(file))
  return isSame ? { sha256: hash.digest('hex'), identity } : undefined
}

export async function identityOfOpen(file: promises.FileHandle): Promise<SourceIdentity> {
  return identityOf(await file.stat({ bigint: true }))
}
