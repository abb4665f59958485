import { countText } from '../../../count-text'
import type { Notice } from '../../../results/notice'
import { damage, note } from '../../notices'
import type { LogFile } from '../file-state'
import { identityText, type CopiedSource } from './copy-metadata'
import type { GroupOutcome } from './group-outcome'
import type { PlannedGroup } from './plan-sources'
import { keyOf } from './source-groups'

/** The outcome for a group whose copies are not written now. */
export function withoutWriting({ group, plan, copies, sources }: PlannedGroup): GroupOutcome {
  const copied = copiedOf({ copies })
  const isPresent = plan.kind === 'present'
  return {
    outcome: plan.kind,
    group,
    sources: sources.length,
    files: isPresent ? copies.length : undefined,
    records: isPresent ? copied.reduce((sum, { records }) => sum + records, 0) : undefined,
    bytes: isPresent ? copies.reduce((sum, { bytes }) => sum + bytes, 0) : undefined,
    isWhole: plan.kind !== 'conflict' && !copied.some(({ isCorrupt }) => isCorrupt),
  }
}

/** A file of which no record can be copied. */
export function skippedFile(file: LogFile): GroupOutcome {
  const group = keyOf(file, [])
  return { outcome: 'skipped', group, sources: 1, files: 0, records: 0, bytes: 0, isWhole: false }
}

/** What is wrong with the sources of a group whose copies are not written now. */
export function problemNotices({ plan, copies, sources }: PlannedGroup): readonly Notice[] {
  if (plan.kind === 'conflict') {
    const which = plan.gone.length === 1 ? 'a file' : countText(plan.gone.length, 'file')
    const { shown } = sources[0]!.file
    const first = plan.gone[0]!.name
    return [damage(`${shown}: not copied again: its copy also holds ${which} missing in --path (first: \`${first}\`)`)] // prettier-ignore
  }
  const copied = new Map(copiedOf({ copies }).map((each) => [each.sha256, each]))
  return sources.flatMap(({ file, sha256 }) =>
    (copied.get(sha256)?.problems ?? []).map((problem) => damage(`${file.shown}: ${problem}`)),
  )
}

export function goneNotes(gone: readonly CopiedSource[]): readonly Notice[] {
  const names = [...new Set(gone.map(({ name }) => name))]
  if (names.length === 0) return []
  const which =
    names.length === 1 ? '1 copied file is' : `${countText(names.length)} copied files are`
  const more = names.length === 1 ? '' : '; -v lists them'
  const message = `${which} no longer in --path (first: \`${names[0]}\`${more}); the copies stay`
  return [{ ...note(message), details: names }]
}

/** Each source once. */
function copiedOf({ copies }: Pick<PlannedGroup, 'copies'>): readonly CopiedSource[] {
  const all = copies.flatMap(({ sources }) => sources)
  return [...new Map(all.map((source) => [identityText(source), source])).values()]
}
