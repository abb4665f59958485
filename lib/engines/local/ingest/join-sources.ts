import { join } from 'node:path'
import { HOUR_MS } from '../../../time'
import type { Workspace } from '../duckdb/workspace'
import type { TextFile } from '../file-state'
import type { TextCopy, TextReader } from '../read/text-reader'
import { mergeSources, METADATA_KEY, metadataText, type CopiedSource } from './copy-metadata'
import { hourDate } from './hours'
import type { PlannedGroup } from './plan-sources'
import { newDraft, removeParts, type Draft } from './publish-copies'
import { copiedSource, type ReadSource } from './read-sources'
import { copyPath, hasField } from './source-groups'

/** A group whose copies the reader has written, under temporary names. */
export interface JoinedGroup {
  readonly read: readonly ReadSource[]
  readonly sources: readonly CopiedSource[]
  readonly hours: readonly number[]
  readonly drafts: readonly Draft[]
}

const HOUR_SECONDS = HOUR_MS / 1000

/**
 * Joins the text files of a flow log and hour without DuckDB: their records start in that hour or in the one before, which
 * only the first files hold, and these are read twice. A group for which that is not so is not in the result.
 */
export async function joinSources(
  batch: readonly PlannedGroup[],
  out: string,
  workspace: Workspace,
): Promise<ReadonlyMap<PlannedGroup, JoinedGroup>> {
  const reader = workspace.reader()
  const joins: Join[] = []
  try {
    for (const planned of batch) if (canJoin(planned)) joins.push(await newJoin(planned, out))
    await readJoins(joins, reader)
  } catch (error) {
    // Threads may still write.
    await reader.close()
    for (const each of joins) await removeParts(draftsOf(each))
    throw error
  }
  const joined = new Map<PlannedGroup, JoinedGroup>()
  for (const each of joins) {
    const { planned, hour, read, sources, earlyDraft } = each
    const drafts = draftsOf(each)
    const hours = earlyDraft ? [hour - 1, hour] : [hour]
    if (read) joined.set(planned, { read, sources, hours, drafts })
    else await removeParts(drafts)
  }
  return joined
}

async function readJoins(joins: readonly Join[], reader: TextReader): Promise<void> {
  await reader.join(
    joins.map((each) => ({
      out: each.draft.part,
      files: each.files,
      range: rangeOf(each.hour),
      onRead: (read) => readHour(each, read),
    })),
  )
  const early = joins.filter(({ earlyFiles }) => earlyFiles.length > 0)
  for (const each of early) each.earlyDraft = await newDraft(pathOf(each, each.hour - 1))
  await reader.join(
    early.map((each) => ({
      out: each.earlyDraft!.part,
      files: each.earlyFiles.map(({ file }) => file),
      range: rangeOf(each.hour - 1),
      onRead: (read) => readHourBefore(each, read),
    })),
  )
}

function draftsOf({ earlyDraft, draft }: Join): readonly Draft[] {
  return earlyDraft ? [earlyDraft, draft] : [draft]
}

interface Join {
  readonly planned: PlannedGroup
  /** Unix hour in the names of the sources. */
  readonly hour: number
  readonly out: string
  readonly files: readonly TextFile[]
  readonly draft: Draft
  earlyDraft: Draft | undefined
  /** Files with records of the hour before, and how many. */
  earlyFiles: readonly { readonly file: TextFile; readonly records: number }[]
  /** Undefined: the group cannot be joined. */
  read: readonly ReadSource[] | undefined
  sources: readonly CopiedSource[]
}

type ReadText = Omit<TextCopy, 'output'>

function canJoin({ group, plan }: PlannedGroup): boolean {
  return (
    plan.kind === 'write' &&
    group.hour !== undefined &&
    hasField(group, 'start') &&
    group.files.every(({ kind }) => kind === 'text')
  )
}

async function newJoin(planned: PlannedGroup, out: string): Promise<Join> {
  const hour = planned.group.hour!.getTime() / HOUR_MS
  const files = planned.sources.flatMap(({ file }) => (file.kind === 'text' ? [file] : []))
  const draft = await newDraft(pathOf({ planned, out }, hour))
  return { planned, hour, out, files, draft, earlyDraft: undefined, earlyFiles: [], read: undefined, sources: [] } // prettier-ignore
}

function pathOf({ planned, out }: Pick<Join, 'planned' | 'out'>, hour: number): string {
  return join(out, copyPath(planned.group, hourDate(hour)))
}

function rangeOf(hour: number) {
  return { from: hour * HOUR_SECONDS, to: (hour + 1) * HOUR_SECONDS }
}

function readHour(each: Join, files: readonly ReadText[]) {
  const { from, to } = rangeOf(each.hour)
  const usable = files.filter(({ file }) => file.kind !== 'unusable')
  const isEarly = ({ counts: { firstStart = Infinity } }: ReadText) => firstStart < from
  const fits = usable.every((text) => {
    const { firstStart = from, lastStart = from, outOfRange } = text.counts
    if (firstStart < from - HOUR_SECONDS || lastStart >= to) return false
    // A record without a start is out of any range.
    return isEarly(text) || outOfRange === 0
  })
  if (!fits || usable.every(({ counts }) => counts.records === counts.outOfRange)) return undefined

  each.earlyFiles = usable.flatMap((text) => {
    if (!isEarly(text)) return []
    const file = each.files[files.indexOf(text)]!
    return [{ file, records: text.counts.outOfRange }]
  })
  each.read = each.planned.sources.map((source, index) => {
    const { file, counts } = files[index]!
    const { records, sums, firstStart, lastStart } = counts
    const copied = copiedSource(source, file, { records, ...sums!, firstStart, lastStart })
    return { source, copied, records: undefined }
  })
  each.sources = mergeSources(each.read.map(({ copied }) => copied))
  return metadataOf(each)
}

function readHourBefore(each: Join, files: readonly ReadText[]) {
  const fits = files.every(
    ({ counts }, index) => counts.records - counts.outOfRange === each.earlyFiles[index]!.records,
  )
  if (fits) return metadataOf(each)
  each.read = undefined
  return undefined
}

function metadataOf({ hour, earlyFiles, sources }: Join): Readonly<Record<string, string>> {
  const hours = earlyFiles.length > 0 ? [hour - 1, hour] : [hour]
  return { [METADATA_KEY]: metadataText({ hours, sources }) }
}
