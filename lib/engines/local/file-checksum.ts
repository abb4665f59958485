import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { throwIfAborted } from '../../errors'
import { identityOf, isSameFile, type FileIdentity } from './file-identity'

export interface CheckedFile {
  readonly sha256: string
  readonly identity: FileIdentity
}

/** Filled and hashed before others work, so that all can use it. */
let piece: Buffer | undefined
const PIECE_BYTES = 1 << 20

/** Reads all bytes of a file; undefined when the file changes meanwhile. */
export async function checkFile(
  path: string,
  signal: AbortSignal | undefined,
): Promise<CheckedFile | undefined> {
  const file = openSync(path, 'r')
  try {
    const identity = identityOfOpen(file)
    const hash = createHash('sha256')
    for (let at = 0, count; (count = addPiece(hash, file, at)) > 0; at += count) {
      await letOthersWork()
      throwIfAborted(signal)
    }
    const isSame = isSameFile(identity, identityOfOpen(file))
    return isSame ? { sha256: hash.digest('hex'), identity } : undefined
  } finally {
    closeSync(file)
  }
}

export function identityOfOpen(file: number): FileIdentity {
  return identityOf(fstatSync(file, { bigint: true }))
}

/** The checksum of bytes while a file is read for something else. */
export interface FileHash {
  add(bytes: Uint8Array): void
  /** SHA-256 of the whole file: also of the bytes that follow the added ones. */
  end(path: string): string
}

export function fileHash(): FileHash {
  const hash = createHash('sha256')
  let length = 0
  return {
    add(bytes) {
      hash.update(bytes)
      length += bytes.length
    },
    end(path) {
      const file = openSync(path, 'r')
      try {
        for (let count; (count = addPiece(hash, file, length)) > 0;) length += count
      } finally {
        closeSync(file)
      }
      return hash.digest('hex')
    },
  }
}

function addPiece(hash: Hash, file: number, position: number): number {
  piece ??= Buffer.allocUnsafeSlow(PIECE_BYTES)
  const count = readSync(file, piece, 0, piece.length, position)
  hash.update(piece.subarray(0, count))
  return count
}

function letOthersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
