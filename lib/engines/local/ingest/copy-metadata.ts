import { UserError } from '../../../errors'

/** What a copy knows of its sources; stands in its footer. */
export interface CopyMetadata {
  /** Those of all copies of the group, as Unix hours; null: records without a known start. */
  readonly hours: readonly (number | null)[]
  readonly sources: readonly CopiedSource[]
}

export interface CopiedSource extends SourceIdentity {
  /** Device, inode and times of the file; empty where a later change could leave them the same. */
  readonly stamp: string
  /** Whole, readable records; none of a corrupt source. */
  readonly records: number
  readonly bytes: bigint
  readonly packets: bigint
  /** Unix seconds. */
  readonly firstStart: number | undefined
  readonly lastStart: number | undefined
  readonly isCorrupt: boolean
  /** What of the source is not copied, as the rest of a message after its name. */
  readonly problems: readonly string[]
}

export interface SourceIdentity {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

/** The key in the footer. */
export const METADATA_KEY = 'natlens.ingest'
const VERSION = 1

export function metadataText(metadata: CopyMetadata): string {
  return JSON.stringify({ version: VERSION, ...metadata }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

/** @throws {UserError} for the metadata of another version. */
export function parseMetadata(text: string, path: string): CopyMetadata {
  const { version, hours, sources } = JSON.parse(text) as WrittenMetadata
  if (version !== VERSION) {
    throw new UserError(`\`${path}\` was copied by another version of natlens`, {
      help: 'use another --out',
    })
  }
  return {
    hours,
    sources: sources.map(({ bytes, packets, firstStart, lastStart, ...source }) => ({
      ...source,
      bytes: BigInt(bytes),
      packets: BigInt(packets),
      firstStart,
      lastStart,
    })),
  }
}

interface WrittenMetadata extends Omit<CopyMetadata, 'sources'> {
  readonly version: number
  readonly sources: readonly (Omit<CopiedSource, 'bytes' | 'packets'> & {
    readonly bytes: string
    readonly packets: string
  })[]
}

/** Equal for sources with the same name and bytes. */
export function identityText({ name, size, sha256 }: SourceIdentity): string {
  return `${name}\0${size}\0${sha256}`
}

/** Each source once, in an order that depends on nothing else. */
export function mergeSources(sources: readonly CopiedSource[]): readonly CopiedSource[] {
  const byIdentity = new Map(sources.map((source) => [identityText(source), source]))
  return [...byIdentity.keys()].sort().map((identity) => byIdentity.get(identity)!)
}
