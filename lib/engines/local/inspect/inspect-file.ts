import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { UserError } from '../../../errors'
import type { Format } from '../../../flow-log/format'
import type { FileIdentity, FoundFile, LogFile, SkippedFile, UnreadParquet } from '../file-state'
import { corruptProblem } from './problems'
import { readHead } from './head'
import { notAFlowLog, unknownFormat } from './refusals'
import { sniffText } from './sniff'
import type { VerifiedFiles } from './verified-files'

/**
 * Says what a found file is, from the memory of earlier runs or from its first bytes.
 * @throws {UsageError} for a named file that is not a flow log, and for records in an unknown format.
 */
export function inspectFile(
  { path, shown, isNamed, origin }: FoundFile,
  logFormat: Format | undefined,
  memory: VerifiedFiles,
): LogFile | SkippedFile | UnreadParquet {
  const { size, mtimeMs } = statSync(path)
  const file: FileIdentity = { path, shown, isNamed, origin, size, mtimeMs }
  return memory.find(file) ?? inspectContent(file, logFormat)
}

function inspectContent(
  file: FileIdentity,
  logFormat: Format | undefined,
): LogFile | SkippedFile | UnreadParquet {
  const head = headOf(file)
  switch (head.kind) {
    case 'parquet':
      return head.isComplete
        ? { ...file, kind: 'unread-parquet' }
        : { ...file, kind: 'unusable', problem: 'truncated Parquet file, skipped' } // prettier-ignore
    case 'empty':
      return file.size === 0 && head.codec.name !== 'none'
        ? {
            ...file,
            kind: 'unusable',
            problem: `empty file, not a ${head.codec.name} stream`,
          }
        : { ...file, kind: 'empty' }
    case 'corrupt':
      return { ...file, kind: 'unusable', problem: corruptProblem(file, head.codec, head.reason) }
    case 'binary':
      return skip(file)
    case 'text': {
      const sniffed = sniffText(head.text, logFormat)
      switch (sniffed.kind) {
        case 'text':
          return { ...file, codec: head.codec, ...sniffed }
        case 'blank':
          return { ...file, kind: 'empty' }
        case 'unknown-format':
          throw unknownFormat(file, sniffed.columnCount, logFormat)
        case 'not-a-flow-log':
          return skip(file)
      }
    }
  }
}

function headOf({ path, shown, size }: FileIdentity) {
  try {
    return readHead(path, size)
  } catch (cause) {
    throw new UserError(`\`${shown}\` cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** What `natlens sample` and AWS's export task write beside logs. */
const COMPANIONS: ReadonlySet<string> = new Set(['truth.json', 'aws-logs-write-test'])

function skip({ shown, isNamed }: FileIdentity): SkippedFile {
  if (isNamed) throw notAFlowLog(shown)
  const isCompanion = COMPANIONS.has(basename(shown))
  return { kind: 'skipped', shown, reason: isCompanion ? 'known-companion' : 'not-a-flow-log' }
}
