import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../../errors'
import { fileStart, LOG_FOLDER } from '../../../flow-log/object-keys'
import { literal } from '../../../dialects/literals'
import { HOUR_MS } from '../../../time'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import { METADATA_KEY, parseMetadata } from './copy-metadata'
import type { ExistingCopy } from './plan-group'
import { tokenInName } from './source-groups'

/** Copies by the tokens of their groups. */
export type CopyGroups = ReadonlyMap<string, readonly ExistingCopy[]>

/** The copies in a folder. */
export async function existingCopies(
  folder: string,
  database: () => Promise<Database>,
): Promise<CopyGroups> {
  const paths = findCopies(folder)
  return paths.length === 0 ? new Map() : readCopies(paths, await database())
}

/**
 * What copies know of their sources, without those that are damaged.
 * @throws {UserError} for a copy of another version.
 */
export async function readCopies(
  paths: readonly string[],
  database: Database,
): Promise<CopyGroups> {
  const groups = new Map<string, ExistingCopy[]>()
  const footers = await readFooters(paths, database)
  for (const path of paths) {
    const footer = footers.get(path)
    if (footer === undefined) continue
    const { text, rows } = footer
    const token = tokenInName(path)!
    const start = fileStart(path)
    const hour = start ? start.getTime() / HOUR_MS : null
    const copy = { ...parseMetadata(text, path), path, hour, rows, bytes: statSync(path).size }
    const group = groups.get(token)
    if (group) group.push(copy)
    else groups.set(token, [copy])
  }
  return groups
}

/** In the order of their names; none where the folder does not exist. */
function findCopies(folder: string): readonly string[] {
  try {
    const logs = join(folder, LOG_FOLDER)
    return readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((name) => tokenInName(name) !== undefined && !/(^|[\\/])\./.test(name))
      .sort()
      .map((name) => join(logs, name))
  } catch (error) {
    const cause = error as NodeJS.ErrnoException
    if (cause.code === 'ENOENT') return []
    throw new UserError(`\`${folder}\` cannot be read: ${cause.message}`, { cause })
  }
}

interface Footer {
  readonly text: string
  readonly rows: number
}

async function readFooters(
  paths: readonly string[],
  database: Database,
): Promise<ReadonlyMap<string, Footer>> {
  try {
    const list = fileList(paths)
    const rows = await database.rows(`
      SELECT file_name, decode(value), num_rows
      FROM parquet_kv_metadata(${list}) JOIN parquet_file_metadata(${list}) USING (file_name)
      WHERE decode(key) = ${literal(METADATA_KEY)}`)
    return new Map(
      rows.map(([path, text, count]) => [
        path as string,
        { text: text as string, rows: Number(count) },
      ]),
    )
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (paths.length === 1) return new Map()
  }
  // One damaged file fails the query over all.
  const footers: (readonly [string, Footer])[] = []
  for (const path of paths) footers.push(...(await readFooters([path], database)))
  return new Map(footers)
}
