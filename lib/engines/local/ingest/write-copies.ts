import { join } from 'node:path'
import { literal } from '../../../dialects/literals'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import { recordsSql } from '../duckdb/view-sql'
import { identityText, mergeSources, METADATA_KEY, metadataText } from './copy-metadata'
import { HOUR_SQL, hourCondition, hourDate, hourNumber } from './hours'
import type { ExistingCopy, GroupPlan } from './plan-group'
import {
  newDraft,
  publishCopies,
  removeParts,
  type Draft,
  type WrittenCopies,
} from './publish-copies'
import type { ReadSource } from './read-sources'
import { copyPath, hasField, type SourceGroup } from './source-groups'

/** A group whose sources are read. */
export interface GroupWork {
  readonly group: SourceGroup
  readonly plan: GroupPlan
  readonly copies: readonly ExistingCopy[]
  /** All sources of the group; for `extend`, all that some copy lacks. */
  readonly read: readonly ReadSource[]
}

/** Writes the copies of a group with DuckDB, beside their places. */
export async function writeCopies(
  { group, plan, copies, read }: GroupWork,
  folder: string,
  database: Database,
): Promise<WrittenCopies> {
  const kept = plan.kind === 'extend' ? copies : []
  const unknownHour = hourNumber(group.hour)
  const hours = await hoursOf(read, kept, unknownHour, hasField(group, 'start'), database)
  const sources = mergeSources([
    ...kept.flatMap((copy) => copy.sources),
    ...read.map(({ copied }) => copied),
  ])
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
      const draft = await newDraft(path)
      drafts.push(draft)
      files.push(draft.part)
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
    return await publishCopies({ group, copies, hours, sources, drafts, files }, folder, database)
  } finally {
    await removeParts(drafts)
  }
}

function holds(copy: ExistingCopy, { copied }: ReadSource): boolean {
  return copy.sources.some((source) => identityText(source) === identityText(copied))
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
