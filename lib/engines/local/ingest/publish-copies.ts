import { promises } from 'node:fs'
import { dirname, join } from 'node:path'
import { partPath, removeOldParts } from '../../../atomic-file'
import { UserError } from '../../../errors'
import type { FieldToken } from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import type { CopiedSource } from './copy-metadata'
import { hourDate } from './hours'
import type { ExistingCopy } from './plan-group'
import { countsOf } from './read-sources'
import { copyPath, hasField, type SourceGroup } from './source-groups'

/** A copy under its temporary name. */
export interface Draft {
  readonly part: string
  readonly path: string
}

export interface Publication {
  readonly group: SourceGroup
  /** The copies that were there. */
  readonly copies: readonly ExistingCopy[]
  readonly hours: readonly (number | null)[]
  readonly sources: readonly CopiedSource[]
  readonly drafts: readonly Draft[]
  /** All copies of the group: drafts, and those that stay. */
  readonly files: readonly string[]
}

export interface WrittenCopies {
  readonly files: number
  readonly bytes: number
}

/** Makes the folder of a copy, without what an ended process left there. */
export async function newDraft(path: string): Promise<Draft> {
  await promises.mkdir(dirname(path), { recursive: true })
  await removeOldParts([path])
  return { path, part: partPath(path) }
}

export async function removeParts(drafts: readonly Draft[]): Promise<void> {
  await Promise.all(drafts.map(({ part }) => promises.rm(part, { force: true })))
}

/** Compares the sums of the copies with those of the sources, and only then renames the drafts. */
export async function publishCopies(
  publication: Publication,
  folder: string,
  database: Database,
): Promise<WrittenCopies> {
  const { group, copies, hours, drafts } = publication
  await checkSums(publication, database)
  const sizes = await Promise.all(drafts.map(async ({ part }) => (await promises.stat(part)).size))
  for (const { part, path } of drafts) await promises.rename(part, path)
  const written = new Set(hours.map((hour) => join(folder, copyPath(group, hourDate(hour)))))
  for (const { path } of copies) {
    if (!written.has(path)) await promises.rm(path, { force: true })
  }
  return { files: drafts.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** @throws {UserError} unless the files hold exactly the records of the sources. */
async function checkSums(
  { group, files, sources }: Publication,
  database: Database,
): Promise<void> {
  const of = (token: FieldToken, call: string) =>
    hasField(group, token) ? `${call}("${token}")` : 'NULL'
  const list = [of('bytes', 'sum'), of('packets', 'sum'), of('start', 'min'), of('start', 'max')]
  const [row = [0]] =
    files.length === 0
      ? []
      : await database.rows(
          `SELECT count(*), ${list.join(', ')} FROM read_parquet(${fileList(files)}, hive_partitioning=false)`,
        )
  const written = countsOf(row)
  const starts = (each: 'firstStart' | 'lastStart') =>
    sources.flatMap((source) => source[each] ?? [])
  const expected = {
    records: sources.reduce((sum, { records }) => sum + records, 0),
    bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0n),
    packets: sources.reduce((sum, { packets }) => sum + packets, 0n),
    firstStart: starts('firstStart').sort((a, b) => a - b)[0],
    lastStart: starts('lastStart').sort((a, b) => b - a)[0],
  }
  const wrong = (Object.keys(expected) as (keyof typeof expected)[]).find(
    (each) => written[each] !== expected[each],
  )
  if (wrong === undefined) return
  const [is, shall] = [written[wrong], expected[wrong]]
  throw new UserError(
    `the copies of \`${sources[0]!.name}\` and files of its hour are wrong: ${wrong} is ${is} instead of ${shall}`,
    { help: 'run it again; if the error stays, report it: nothing was changed' },
  )
}
