import { rm } from 'node:fs/promises'
import type { Notice } from '../../../results/notice'
import { damage } from '../../notices'
import type { Workspace } from '../duckdb/workspace'
import { identityText } from './copy-metadata'
import type { GroupOutcome } from './group-outcome'
import type { PlannedGroup } from './plan-sources'
import { joinSources, type JoinedGroup } from './join-sources'
import { publishCopies, removeParts } from './publish-copies'
import { readSources } from './read-sources'
import { isUnchanged, type CheckedSource } from './source-checksum'
import { writeCopies } from './write-copies'
import { explainWriteError } from './write-errors'

export interface BatchTarget {
  readonly out: string
  readonly workspace: Workspace
  readonly onNotice: (notice: Notice) => void
}

/** Reads the sources of several groups together, then writes the copies of one group after the other. */
export async function* writeBatch(
  batch: readonly PlannedGroup[],
  { out, workspace, onNotice }: BatchTarget,
): AsyncGenerator<GroupOutcome> {
  if (batch.length === 0) return
  let joined: ReadonlyMap<PlannedGroup, JoinedGroup> = new Map()
  try {
    joined = await joinSources(batch, out, workspace)
    yield* writeGroups(batch, joined, { out, workspace, onNotice })
  } catch (error) {
    throw explainWriteError(error, out)
  } finally {
    await removeParts([...joined.values()].flatMap((each) => each.drafts))
  }
}

async function* writeGroups(
  batch: readonly PlannedGroup[],
  joined: ReadonlyMap<PlannedGroup, JoinedGroup>,
  { out, workspace, onNotice }: BatchTarget,
): AsyncGenerator<GroupOutcome> {
  const others = batch.filter((planned) => !joined.has(planned))
  const read = new Map(
    (await readSources(others.flatMap(sourcesToRead), workspace)).map((each) => [
      each.source,
      each,
    ]),
  )
  const database = await workspace.database()
  for (const planned of batch) {
    const { group, plan, copies, sources } = planned
    const join = joined.get(planned)
    const ofGroup = join?.read ?? sources.flatMap((source) => read.get(source) ?? [])
    const changed = ofGroup.find(({ source }) => !isUnchanged(source))
    const records = ofGroup.reduce((sum, { copied }) => sum + copied.records, 0)
    if (changed) {
      onNotice(damage(`${changed.source.file.shown}: changed while it was read; run it again`))
      yield {
        outcome: 'skipped',
        group,
        sources: sources.length,
        files: 0,
        records,
        bytes: 0,
        isWhole: false,
      }
      continue
    }
    for (const { source, copied } of ofGroup) {
      for (const problem of copied.problems) onNotice(damage(`${source.file.shown}: ${problem}`))
    }
    const { files, bytes } = join
      ? await publishCopies({ ...join, group, copies, files: join.drafts.map(({ part }) => part) }, out, database) // prettier-ignore
      : await writeCopies({ group, plan, copies, read: ofGroup }, out, database)
    const isWhole = ofGroup.every(({ copied }) => !copied.isCorrupt)
    yield { outcome: plan.kind, group, sources: sources.length, files, records, bytes, isWhole }
  }
  const parts = [...read.values()].flatMap(({ records }) =>
    records?.kind === 'text' ? records.records.paths : [],
  )
  await Promise.all(parts.map((path) => rm(path, { force: true })))
}

/** Sources that some copy of the group lacks. */
function sourcesToRead({ plan, copies, sources }: PlannedGroup): readonly CheckedSource[] {
  if (plan.kind === 'write') return sources
  return sources.filter((source) =>
    copies.some((copy) =>
      copy.sources.every((each) => identityText(each) !== identityText(source)),
    ),
  )
}
