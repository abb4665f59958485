import { FLOW_LOG_KINDS, type FlowLogKind } from '../../../flow-log/transit-gateway'
import { isUsable, logKindOf, type LogFile, type SkippedFile } from '../file-state'

/**
 * Keeps the flow logs of one kind, and skips the others: their records count the same traffic elsewhere. Without a kind,
 * VPC flow logs are kept where there are some.
 */
export function chooseKind(
  files: readonly (LogFile | SkippedFile)[],
  wanted: FlowLogKind | undefined,
): readonly (LogFile | SkippedFile)[] {
  const kindOf = (file: LogFile | SkippedFile) =>
    file.kind !== 'skipped' && isUsable(file) ? logKindOf(file) : undefined
  const found = new Set(files.map(kindOf))
  const kept = wanted ?? FLOW_LOG_KINDS.find((kind) => found.has(kind))
  return files.map((file) => {
    const kind = kindOf(file)
    if (kind === undefined || kind === kept) return file
    const { shown } = file
    return { kind: 'skipped', shown, reason: kind }
  })
}
