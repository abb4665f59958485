import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomically } from '../../../atomic-file'
import type { FileIdentity } from '../file-identity'

/** What is known beside the copies; a lost index costs a check of each copy's checksum, and the order of their use. */
export interface CopyIndex {
  /** By the key of the reading. */
  readonly copies: Map<string, CopyEntry>
  /** The readings of earlier questions that are not kept, the oldest first. */
  readonly seen: Map<string, SeenReading>
}

export interface CopyEntry {
  /** The path of the source. */
  readonly source: string
  readonly sourceBytes: number
  /** The copy as it was when its checksum was right. */
  readonly identity: FileIdentity
  /** Unix time in milliseconds. */
  readonly lastUsedMs: number
}

export interface SeenReading {
  /** Its share of the time of the question's reading, in milliseconds. */
  readonly readMs: number
  /** No copy can hold it, because the source is corrupt. */
  readonly isCorrupt?: boolean
}

const FILE = 'index.json'
/** An index of another version is ignored. */
const VERSION = 1
const MAX_SEEN = 50_000

interface Contents {
  readonly version: typeof VERSION
  readonly copies: Readonly<Record<string, CopyEntry>>
  readonly seen: Readonly<Record<string, SeenReading>>
}

/** An invalid or missing index is an empty one. */
export function loadIndex(folder: string): CopyIndex {
  try {
    const contents = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Contents
    if (contents.version !== VERSION) return emptyIndex()
    const copies = new Map(Object.entries(contents.copies).filter(([, entry]) => isEntry(entry)))
    const seen = new Map(Object.entries(contents.seen).filter(([, { readMs }]) => readMs >= 0))
    return { copies, seen }
  } catch {
    return emptyIndex()
  }
}

/** @throws {Error} when the folder cannot be written. */
export function saveIndex(folder: string, { copies, seen }: CopyIndex): void {
  const contents: Contents = {
    version: VERSION,
    copies: Object.fromEntries(copies),
    seen: Object.fromEntries([...seen].slice(-MAX_SEEN)),
  }
  writeFileAtomically(join(folder, FILE), JSON.stringify(contents))
}

function emptyIndex(): CopyIndex {
  return { copies: new Map(), seen: new Map() }
}

function isEntry({ source, sourceBytes, identity, lastUsedMs }: CopyEntry): boolean {
  return (
    typeof source === 'string' &&
    typeof sourceBytes === 'number' &&
    typeof lastUsedMs === 'number' &&
    typeof identity.ctimeNs === 'string'
  )
}
