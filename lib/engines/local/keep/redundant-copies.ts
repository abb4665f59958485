import { basename } from 'node:path'
import type { Database } from '../duckdb/database'
import type { FileIdentity, LogFile, SkippedFile } from '../file-state'
import { isSourceOf } from './check-copies'
import { isCopyName } from './copy-folder'
import { readKept, type KeptSource } from './kept-reading'

/** The copies among files whose sources are among the files, too: their records would count twice. */
export async function findRedundantCopies(
  files: readonly (LogFile | SkippedFile)[],
  database: () => Promise<Database>,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const redundant = new Set<string>()
  const paths = files.flatMap((file) =>
    file.kind === 'parquet' && isCopyName(basename(file.path)) ? [file.path] : [],
  )
  if (paths.length === 0) return redundant
  const sources = files.filter((file) => file.kind === 'text')
  const kept = await readKept(paths, await database())
  for (const [path, { source }] of kept) {
    if (await isAmong(source, sources, signal)) redundant.add(path)
  }
  return redundant
}

/** A source that was moved or renamed has its bytes. */
async function isAmong(
  source: KeptSource,
  files: readonly FileIdentity[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (const file of files) {
    if (file.path === source.path) return true
    if (file.size === source.size && (await isSourceOf(file, source, signal))) return true
  }
  return false
}
