import { UserError } from '../../../errors'
import type { Database } from '../duckdb/database'
import type { FoundFile, SkippedFile } from '../file-state'
import { identityText } from './copy-metadata'
import { readCopies, type CopyGroups } from './existing-copies'
import { findRepeatedCopies } from './repeated-copies'
import { haveAllHours, type ExistingCopy } from './plan-group'
import { checkSource } from './source-checksum'
import { sourceName, tokenInName } from './source-groups'

export interface FilesOnce {
  readonly files: readonly FoundFile[]
  readonly skipped: readonly SkippedFile[]
  /** Of the skipped files those whose copies are among the files. */
  readonly copied: readonly FoundFile[]
}

/** Files without those that are copies. */
export function withoutCopies(files: readonly FoundFile[]): readonly FoundFile[] {
  return files.filter(({ path }) => tokenInName(path) === undefined)
}

/**
 * Of files and their copies leaves one: the copies, or the files where one has changed since. Of copies in several folders
 * leaves one, too.
 * @throws {UserError} when neither has all records.
 */
export async function readOnce(
  files: readonly FoundFile[],
  database: () => Promise<Database>,
  signal: AbortSignal | undefined,
): Promise<FilesOnce> {
  const others = withoutCopies(files)
  if (others.length === files.length) return { files, skipped: [], copied: [] }

  const originals = new Set(others)
  const copyFiles = files.filter((file) => !originals.has(file))
  const repeated = await findRepeatedCopies(copyFiles, database)
  const reasons = new Map<string, SkippedFile['reason']>()
  for (const path of repeated) reasons.set(path, 'repeated-copy')
  const copyPaths = copyFiles.map(({ path }) => path).filter((path) => !repeated.has(path))
  const groups: CopyGroups =
    others.length === 0 ? new Map() : await readCopies(copyPaths, await database())
  const byName = groupByName(others)
  for (const copies of groups.values()) {
    for (const [path, reason] of await chooseOne(copies, byName, signal)) reasons.set(path, reason)
  }
  return {
    files: files.filter(({ path }) => !reasons.has(path)),
    copied: files.filter(({ path }) => reasons.get(path) === 'copied'),
    skipped: files.flatMap(({ path, shown }) => {
      const reason = reasons.get(path)
      return reason ? [{ kind: 'skipped', shown, reason }] : []
    }),
  }
}

/** The paths to skip, of the copies of one group or of their sources. */
async function chooseOne(
  copies: readonly ExistingCopy[],
  byName: ReadonlyMap<string, readonly FoundFile[]>,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, SkippedFile['reason']])[]> {
  const copied = new Map(
    copies.flatMap(({ sources }) => sources.map((source) => [identityText(source), source])),
  )
  const names = [...new Set([...copied.values()].map(({ name }) => name))]
  const files = names.flatMap((name) => byName.get(name) ?? [])
  const checked = []
  for (const file of files) checked.push(await checkSource(file, [...copied.values()], signal))
  const changed = checked.find((source) => !copied.has(identityText(source)))
  if (files.length === 0 || (!changed && haveAllHours(copies))) {
    return files.map(({ path }) => [path, 'copied'])
  }
  if (names.every((name) => byName.has(name))) return copies.map(({ path }) => [path, 'old-copy'])
  const { shown } = (changed ?? checked[0]!).file
  throw new UserError(
    `\`${shown}\` differs from its copy, which also holds files that are not there`,
    { help: 'use --path for the copies alone, or for the other files alone' },
  )
}

function groupByName(files: readonly FoundFile[]): ReadonlyMap<string, readonly FoundFile[]> {
  const byName = new Map<string, FoundFile[]>()
  for (const file of files) {
    const name = sourceName(file)
    const same = byName.get(name)
    if (same) same.push(file)
    else byName.set(name, [file])
  }
  return byName
}
