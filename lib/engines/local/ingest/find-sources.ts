import { LATENESS_SECONDS } from '../../../dialects/partitions'
import type { LineFields } from '../../../flow-log/format'
import type { Notice } from '../../../results/notice'
import { note } from '../../notices'
import { countText } from '../../../count-text'
import { fileNotices, plainNotes, skippedNotes } from '../answer/notices'
import type { Workspace } from '../duckdb/workspace'
import type { LogFile } from '../file-state'
import { openLog } from '../inspect/open-log'
import { verifiedFiles } from '../inspect/verified-files'
import { sourceName, type SourceFile } from './source-groups'

export interface FindOptions {
  readonly paths: readonly string[]
  readonly logFormat: LineFields | undefined
  /** The names of the sources that were copied before: of files with the same records, such a one is copied. */
  readonly copied: ReadonlySet<string>
  readonly signal: AbortSignal | undefined
}

export interface FoundSources {
  readonly files: readonly SourceFile[]
  /** Damaged, so that no record of them can be copied. */
  readonly unusable: readonly LogFile[]
}

/**
 * Copies are never sources: their folder can lie in one of the paths.
 * @throws {UserError} when the paths have no flow log.
 */
export async function findSources(
  { paths, logFormat, copied, signal }: FindOptions,
  workspace: Workspace,
  onNotice: (notice: Notice) => void,
): Promise<FoundSources> {
  const options = {
    paths,
    listed: [],
    takesCopies: false,
    logFormat,
    latenessSeconds: LATENESS_SECONDS,
    range: undefined,
    isPreferred: (file: LogFile) => copied.has(sourceName(file)),
  }
  const log = await openLog(options, verifiedFiles(undefined), workspace, signal)
  const files = log.files.map(withoutMember)
  const sources = files.filter((file) => file.kind === 'text' || file.kind === 'parquet')
  const notices = [
    ...skippedNotes(log.skipped),
    ...fileNotices(files),
    ...plainNotes(files, workspace),
    ...unknownFieldNotes(sources),
  ]
  notices.forEach(onNotice)
  return { files: sources, unusable: files.filter(({ kind }) => kind === 'unusable') }
}

/** A copy names its sources, and the path of a member is a temporary one. */
function withoutMember(file: LogFile): LogFile {
  if (file.expansion === undefined || file.kind === 'unusable') return file
  const { path, shown, isNamed, origin, size, mtimeMs } = file
  const problem = 'a member of an archive is not copied; unpack the archive first'
  return { path, shown, isNamed, origin, size, mtimeMs, kind: 'unusable', problem }
}

function unknownFieldNotes(files: readonly SourceFile[]): Notice[] {
  const count = files.filter(
    (file) => file.kind === 'text' && file.layout.fields.includes(undefined),
  ).length
  if (count === 0) return []
  const which = count === 1 ? '1 file has' : `${countText(count)} files have`
  return [note(`${which} fields that this version does not know; the copies lack them`)]
}
