import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { UserError } from '../../../errors'
import type { LineFields } from '../../../flow-log/format'
import { isLeftover } from '../../../flow-log/object-keys'
import type {
  FileIdentity,
  FoundFile,
  LogFile,
  SkippedFile,
  TextFile,
  UnreadArchive,
  UnreadParquet,
} from '../file-state'
import { forbiddenFile, isForbidden } from '../find/forbidden'
import { subscribedGroup } from '../find/log-group'
import { withLogGroup, type Origin } from '../find/origin'
import { foreignKind } from './foreign'
import { readHead, type Head } from './head'
import { corruptProblem } from './problems'
import { notAFlowLog, unknownFormat, unknownHeader } from './refusals'
import { sniffText } from './sniff'
import type { VerifiedFiles } from './verified-files'
import { jsonMessages } from './wrappers/json-messages'

export type InspectedFile = LogFile | SkippedFile | UnreadParquet | UnreadArchive

/**
 * Says what a found file is, from the memory of earlier runs or from its first bytes.
 * @throws {UsageError} for a named file that is not a flow log, and for records in an unknown format.
 */
export async function inspectFile(
  found: FoundFile,
  logFormat: LineFields | undefined,
  memory: VerifiedFiles,
): Promise<InspectedFile> {
  try {
    const { size, mtimeMs } = statSync(found.path)
    const { path, shown, isNamed, origin, expansion } = found
    const file: FileIdentity = { path, shown, isNamed, origin, size, mtimeMs, ...(expansion && { expansion }) } // prettier-ignore
    if (!isNamed && isLeftover(shown)) return { kind: 'skipped', shown, reason: 'leftover', origin }
    return memory.find(file) ?? (await inspectContent(file, logFormat))
  } catch (cause) {
    const { code, syscall, message } = cause as NodeJS.ErrnoException
    if (isForbidden(code)) return forbiddenFile(found)
    if (typeof syscall !== 'string') throw cause
    throw new UserError(`\`${found.shown}\` cannot be read: ${message}`, { cause })
  }
}

async function inspectContent(
  file: FileIdentity,
  logFormat: LineFields | undefined,
): Promise<InspectedFile> {
  if (!file.isNamed && isSideFile(file)) return { kind: 'skipped', shown: file.shown, reason: 'side-file' } // prettier-ignore
  const head = await readHead(file.path, file.size)
  switch (head.kind) {
    case 'parquet':
      return head.isComplete
        ? { ...file, kind: 'unread-parquet' }
        : { ...file, kind: 'unusable', problem: 'truncated Parquet file, skipped' } // prettier-ignore
    case 'archive':
      return { ...file, ...head, kind: 'unread-archive' }
    case 'empty':
      return file.size === 0 && head.codec.name !== 'none'
        ? { ...file, kind: 'unusable', problem: `empty file, not a ${head.codec.name} stream` }
        : { ...file, kind: 'empty' }
    case 'corrupt':
      return { ...file, kind: 'unusable', problem: corruptProblem(file, head.codec, head.reason) }
    case 'lines':
      return inspectLines(file, head, logFormat)
  }
}

function inspectLines(
  file: FileIdentity,
  head: Extract<Head, { kind: 'lines' }> & { readonly textStart: string },
  logFormat: LineFields | undefined,
): InspectedFile {
  const sniffed = sniffText(head, logFormat)
  switch (sniffed.kind) {
    case 'text':
      return {
        ...file,
        origin: originIn(file, sniffed, head),
        codec: head.codec,
        textStart: head.textStart,
        ...sniffed,
      }
    case 'blank':
      return { ...file, kind: 'empty' }
    case 'unknown-header':
      throw unknownHeader(file, sniffed.names)
    case 'unknown-format':
      if (!file.isNamed && (!sniffed.isCertain || foreignKind(head.bytes)))
        return skip(file, head.bytes)
      throw unknownFormat(file, sniffed.columnCount, logFormat)
    case 'not-a-flow-log':
      return skip(file, head.bytes)
  }
}

/** JSON of a subscription names its log group. */
function originIn(
  { origin }: FileIdentity,
  { wrappers = [] }: Pick<TextFile, 'wrappers'>,
  { bytes }: Extract<Head, { kind: 'lines' }>,
): Origin {
  const group = wrappers.includes(jsonMessages.name) ? subscribedGroup(bytes) : undefined
  return group ? withLogGroup(origin, group) : origin
}

/** What `natlens sample` and AWS's export task write beside logs. */
const COMPANIONS: ReadonlySet<string> = new Set(['truth.json', 'aws-logs-write-test'])

/** Spark, Athena and Glue write such files beside data, and read none of them. */
function isSideFile({ shown }: FileIdentity): boolean {
  return basename(shown).startsWith('_')
}

function skip({ shown, isNamed }: FileIdentity, head: Buffer): SkippedFile {
  const foreign = foreignKind(head)
  if (isNamed) throw notAFlowLog(shown, foreign)
  const isCompanion = COMPANIONS.has(basename(shown))
  const reason = isCompanion ? 'known-companion' : 'not-a-flow-log'
  return { kind: 'skipped', shown, reason, what: foreign?.what }
}
