import { literal } from '../../../dialects/literals'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import type { TextReading } from '../read/text-file-reader'

/** What a copy says in its footer, so that it needs nothing beside it. */
export interface KeptReading {
  /** The key of the reading. */
  readonly key: string
  readonly source: KeptSource
  readonly reading: TextReading
}

export interface KeptSource {
  /** Absolute. */
  readonly path: string
  readonly size: number
  /** Of its bytes, as they are in the file. */
  readonly sha256: string
}

/** The key of the text in the footer of the Parquet file. */
const METADATA_KEY = 'natlens.kept'

export function keptMetadata(kept: KeptReading): Readonly<Record<string, string>> {
  const text = JSON.stringify(kept, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return { [METADATA_KEY]: text }
}

/** Reads the footers of copies: by path, what each says; a copy that says nothing of it is left out. */
export async function readKept(
  paths: readonly string[],
  database: Database,
): Promise<ReadonlyMap<string, KeptReading>> {
  const rows = await database.rows(
    `SELECT file_name, decode(value) FROM parquet_kv_metadata(${fileList(paths)}) WHERE decode(key) = ${literal(METADATA_KEY)}`,
  )
  const kept = new Map<string, KeptReading>()
  for (const [path, text] of rows) {
    const parsed = parseKept(text as string)
    if (parsed) kept.set(path as string, parsed)
  }
  return kept
}

function parseKept(text: string): KeptReading | undefined {
  try {
    const { reading, ...kept } = JSON.parse(text) as KeptReading
    const { sums } = reading
    // JSON has no integers of 64 bits.
    const exact = sums && { bytes: BigInt(sums.bytes), packets: BigInt(sums.packets) }
    return { ...kept, reading: { ...reading, sums: exact } }
  } catch {
    return undefined
  }
}
