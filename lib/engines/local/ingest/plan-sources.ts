import { planGroup, type ExistingCopy, type GroupPlan } from './plan-group'
import { checkSource, type CheckedSource } from './source-checksum'
import type { SourceFile, SourceGroup } from './source-groups'

/** A group with what is to be done for it. */
export interface PlannedGroup {
  readonly group: SourceGroup
  readonly plan: GroupPlan
  readonly copies: readonly ExistingCopy[]
  readonly sources: readonly CheckedSource[]
}

/** The copies that are there, by the tokens of their groups. */
export interface CopyStock {
  readonly copies: ReadonlyMap<string, readonly ExistingCopy[]>
  /** Those of groups without a file; those of moved files are removed when they are found. */
  readonly withoutFiles: Map<string, readonly ExistingCopy[]>
}

export function copyStock(
  copies: ReadonlyMap<string, readonly ExistingCopy[]>,
  groups: readonly SourceGroup[],
): CopyStock {
  const tokens = new Set(groups.map(({ token }) => token))
  return { copies, withoutFiles: new Map([...copies].filter(([token]) => !tokens.has(token))) }
}

/** Compares the sources of a group with its copies. */
export async function planSources(
  group: SourceGroup,
  { copies, withoutFiles }: CopyStock,
  signal: AbortSignal | undefined,
): Promise<PlannedGroup> {
  const known = copies.get(group.token) ?? []
  const sources = await checkSources(group.files, known, signal)
  if (known.length === 0 && group.flowLogId === undefined) {
    const moved = findMoved(sources[0]!, withoutFiles)
    if (moved) {
      const [token, of] = moved
      withoutFiles.delete(token)
      return { group, plan: { kind: 'present', gone: [] }, copies: of, sources }
    }
  }
  return { group, plan: planGroup(sources, known), copies: known, sources }
}

async function checkSources(
  files: readonly SourceFile[],
  copies: readonly ExistingCopy[],
  signal: AbortSignal | undefined,
): Promise<readonly CheckedSource[]> {
  const copied = copies.flatMap(({ sources }) => sources)
  const sources: CheckedSource[] = []
  for (const file of files) sources.push(await checkSource(file, copied, signal))
  return sources
}

/**
 * The copies of a file that was moved since: without a flow log in its name it is known by its path, and would be
 * copied a second time.
 */
function findMoved(source: CheckedSource, withoutFiles: CopyStock['withoutFiles']) {
  const isSame = ({ sources: [copied, ...others] }: ExistingCopy) =>
    others.length === 0 && copied?.size === source.size && copied.sha256 === source.sha256
  return [...withoutFiles].find(([, copies]) => copies.every(isSame))
}
