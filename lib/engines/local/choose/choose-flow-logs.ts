import { UsageError } from '../../../errors'
import type { FlowLogChoice } from '../../../flow-log/flow-log-choice'
import type { FileState, SkippedFile } from '../file-state'
import type { Origin } from '../find/origin'

interface Originated {
  readonly shown: string
  readonly origin: Origin
}

/** Whether a file is known to be of another flow log than the chosen ones. */
export function isOfOther({ origin }: Originated, choice: FlowLogChoice | undefined): boolean {
  return origin.id !== undefined && !isChosen(origin, choice)
}

/** Skips the files of other flow logs, and those of an unknown one; without a choice it keeps all. */
export function chooseFlowLogs<T extends Exclude<FileState, SkippedFile>>(
  files: readonly (T | SkippedFile)[],
  choice: FlowLogChoice | undefined,
): readonly (T | SkippedFile)[] {
  return files.map((file) =>
    file.kind === 'skipped' || isChosen(file.origin, choice) ? file : otherFlowLog(file),
  )
}

export function otherFlowLog({ shown }: Pick<Originated, 'shown'>): SkippedFile {
  return { kind: 'skipped', shown, reason: 'other-flow-log' }
}

/** @throws {UsageError} for a chosen flow log that wrote none of the files. */
export function checkFlowLogs(files: readonly Originated[], choice: FlowLogChoice | undefined) {
  if (choice === undefined || choice === 'all') return
  const known = [...new Set(files.map(({ origin }) => origin.id))]
    .filter((id) => id !== undefined)
    .sort()
  const unknown = choice.find((id) => !known.includes(id))
  if (unknown === undefined) return
  throw new UsageError(`no file is of the flow log \`${unknown}\``, {
    help:
      known.length === 0
        ? 'no file has a name that AWS gives, so the flow logs are unknown'
        : `the files are of ${known.join(', ')}`,
  })
}

function isChosen({ id }: Origin, choice: FlowLogChoice | undefined): boolean {
  if (choice === undefined || choice === 'all') return true
  return id !== undefined && choice.includes(id)
}
