import { promises } from 'node:fs'
import { dirname, join } from 'node:path'
import { partPath, removeOldParts } from '../../../atomic-file'
import { countText } from '../../../count-text'
import { literal } from '../../../dialects/literals'
import { UserError } from '../../../errors'
import type { FieldToken } from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import { recordsSql } from '../duckdb/view-sql'
import { knownFields } from '../file-state'
import { identityText, METADATA_KEY, metadataText, type CopiedSource } from './copy-metadata'
import { HOUR_SQL, hourCondition, hourDate, hourNumber } from './hours'
import type { ExistingCopy, GroupPlan } from './plan-group'
import { countsOf, type ReadSource } from './read-sources'
import { copyPath, type SourceGroup } from './source-groups'

/** A group whose sources are read. */
export interface GroupWork {
  readonly group: SourceGroup
  readonly plan: GroupPlan
  readonly copies: readonly ExistingCopy[]
  /** All sources of the group; for `extend`, all that some copy lacks. */
  readonly read: readonly ReadSource[]
}

export interface WrittenCopies {
  readonly files: number
  readonly bytes: number
}

/** A copy under its temporary name. */
interface Draft {
  readonly part: string
  readonly path: string
}

/**
 * Writes the copies of a group beside their places, compares their sums with those of the sources, and only then
 * renames them.
 */
export async function writeCopies(
  { group, plan, copies, read }: GroupWork,
  folder: string,
  database: Database,
): Promise<WrittenCopies> {
  const kept = plan.kind === 'extend' ? copies : []
  const hasField = (token: FieldToken) =>
    knownFields(group.files[0]!).some((field) => field.token === token)
  const unknownHour = hourNumber(group.hour)
  const hours = await hoursOf(read, kept, unknownHour, hasField('start'), database)
  const sources = mergeSources(read, kept)
  const metadata = metadataText({ hours, sources })

  const drafts: Draft[] = []
  const files: string[] = []
  try {
    for (const hour of hours) {
      const path = join(folder, copyPath(group, hourDate(hour)))
      const before = kept.find((copy) => copy.hour === hour)
      const added = before ? read.filter((each) => !holds(before, each)) : read
      if (before && added.length === 0 && before.sources.length === sources.length) {
        files.push(path)
        continue
      }
      const draft = { path, part: partPath(path) }
      drafts.push(draft)
      files.push(draft.part)
      await promises.mkdir(dirname(path), { recursive: true })
      await removeOldParts([path])
      const condition = hours.length === 1 ? 'true' : hourCondition(hour, hour === unknownHour)
      const selects = [
        ...(before
          ? [`SELECT * FROM read_parquet(${fileList([path])}, hive_partitioning=false)`]
          : []),
        ...(hasRecords(added) ? [`SELECT * FROM (${sqlOf(added)}) WHERE ${condition}`] : []),
      ]
      await database.run(`
        COPY (${selects.join('\nUNION ALL BY NAME\n')}) TO ${literal(draft.part)}
        (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${literal(METADATA_KEY)}: ${literal(metadata)}})`)
    }
    await checkSums(files, sources, hasField, database)
    for (const { part, path } of drafts) await promises.rename(part, path)
  } finally {
    for (const { part } of drafts) await promises.rm(part, { force: true })
  }
  const written = new Set(hours.map((hour) => join(folder, copyPath(group, hourDate(hour)))))
  for (const { path } of copies) {
    if (!written.has(path)) await promises.rm(path, { force: true })
  }
  const sizes = await Promise.all(drafts.map(async ({ path }) => (await promises.stat(path)).size))
  return { files: drafts.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

function holds(copy: ExistingCopy, { copied }: ReadSource): boolean {
  return copy.sources.some((source) => identityText(source) === identityText(copied))
}

function mergeSources(
  read: readonly ReadSource[],
  kept: readonly ExistingCopy[],
): readonly CopiedSource[] {
  const all = [...kept.flatMap(({ sources }) => sources), ...read.map(({ copied }) => copied)]
  const byIdentity = new Map(all.map((source) => [identityText(source), source]))
  return [...byIdentity.keys()].sort().map((identity) => byIdentity.get(identity)!)
}

/** The hours of the records; those without a known start belong to the hour in the names of their sources. */
async function hoursOf(
  read: readonly ReadSource[],
  kept: readonly ExistingCopy[],
  unknownHour: number | null,
  hasStart: boolean,
  database: Database,
): Promise<readonly (number | null)[]> {
  const hours = new Set(kept.map(({ hour }) => hour))
  if (hasRecords(read)) {
    const hour = hasStart ? HOUR_SQL : 'NULL'
    const rows = await database.rows(`SELECT DISTINCT ${hour} FROM (${sqlOf(read)})`)
    for (const [value] of rows) hours.add(value === null ? unknownHour : Number(value))
  }
  return [...hours].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
}

function hasRecords(read: readonly ReadSource[]): boolean {
  return read.some(({ records }) => records !== undefined)
}

function sqlOf(read: readonly ReadSource[]): string {
  const records = read.flatMap((each) => (each.records ? [each.records] : []))
  const texts = records.flatMap((each) => (each.kind === 'text' ? [each.records] : []))
  const parquets = records.flatMap((each) => (each.kind === 'parquet' ? [each.file] : []))
  const columns = texts[0]?.columns ?? []
  const joined = { columns, paths: texts.flatMap(({ paths }) => paths) }
  return recordsSql(texts.length > 0 ? [joined] : [], parquets)
}

/** @throws {UserError} unless the files hold exactly the records of the sources. */
async function checkSums(
  files: readonly string[],
  sources: readonly CopiedSource[],
  hasField: (token: FieldToken) => boolean,
  database: Database,
): Promise<void> {
  const of = (token: FieldToken, call: string) => (hasField(token) ? `${call}("${token}")` : 'NULL')
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
    `the copies of ${countText(sources.length, 'source')} from \`${sources[0]!.name}\` on do not hold its records: ${wrong} is ${is} instead of ${shall}`,
    { help: 'run it again; if the error stays, report it: nothing was changed' },
  )
}
