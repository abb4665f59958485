import { LATENESS_SECONDS } from '../../dialects/partitions'
import type { TimeRange, TimeSpan } from '../../time'
import { skippedWords } from './answer/notices'
import { newWorkspace } from './duckdb/workspace'
import { logKindOf, type LogFile } from './file-state'
import type { Origin } from './find/origin'
import { openLog, type Log } from './inspect/open-log'
import { verifiedFiles } from './inspect/verified-files'
import type { LocalOptions } from './local-engine'

/** What natlens makes of a file. */
export interface FileListing {
  readonly path: string
  /** Its form and format, or what it is instead. */
  readonly what: string
  /** Undefined for a file that is not a flow log. */
  readonly origin: Origin | undefined
  /** The time that its name and those beside it say. */
  readonly timeSpan: TimeSpan | undefined
  readonly isUsed: boolean
  /** Why it is not used, or not whole. */
  readonly why: string
}

/** Lists the files of paths, as a question over them would take them; reads no record of text files. */
export async function listFiles(
  options: LocalOptions & { readonly range?: TimeRange | undefined },
): Promise<readonly FileListing[]> {
  const workspace = newWorkspace(options)
  try {
    const { latenessSeconds = LATENESS_SECONDS, range } = options
    const memory = verifiedFiles(options.cacheFolder)
    const log = await openLog(
      { ...options, isListing: true, latenessSeconds, range },
      memory,
      workspace,
    )
    memory.save()
    return listingsOf(log).sort((a, b) => (a.path < b.path ? -1 : 1))
  } finally {
    await workspace.close()
  }
}

function listingsOf({ files, skipped, outOfRange, spans }: Log): FileListing[] {
  return [
    ...files.map((file) => listingOf(file, spans.get(file.path))),
    ...outOfRange.map(({ path, shown, origin }) => ({
      path: shown,
      what: '',
      origin,
      timeSpan: spans.get(path),
      isUsed: false,
      why: 'out of the range',
    })),
    ...skipped.map((file) => ({
      path: file.shown,
      what: file.what ?? '',
      origin: file.origin,
      timeSpan: file.origin?.timeSpan,
      isUsed: false,
      why: skippedWords(file),
    })),
  ]
}

function listingOf(file: LogFile, timeSpan: TimeSpan | undefined): FileListing {
  const { shown, origin } = file
  const listing = { path: shown, origin, timeSpan }
  switch (file.kind) {
    case 'empty':
      return { ...listing, what: '', isUsed: false, why: 'empty' }
    case 'unusable':
      return { ...listing, what: '', isUsed: false, why: file.problem }
    case 'parquet': {
      const why = file.impossible > 0 ? `${file.impossible} rows with impossible values` : ''
      return { ...listing, what: whatIs(file, 'Parquet'), isUsed: true, why }
    }
    case 'text':
    case 'read':
    case 'partly-read': {
      const { codec, wrappers = [], layout } = file
      const form = [...(codec.name === 'none' ? [] : [codec.name]), ...wrappers].join(' ')
      const header = layout.hasHeader
        ? 'header line'
        : layout.prefixColumns > 0
          ? 'event time before each record'
          : 'no header line'
      return {
        ...listing,
        what: whatIs(file, `${form} text, ${header}`.trim()),
        isUsed: true,
        why: '',
      }
    }
  }
}

function whatIs(file: Exclude<LogFile, { kind: 'empty' | 'unusable' }>, form: string): string {
  const fields = file.kind === 'parquet' ? file.columns.size : file.layout.fields.length
  const kind = logKindOf(file) === 'vpc' ? '' : ', transit gateway'
  return `${form}, ${fields} ${fields === 1 ? 'field' : 'fields'}${kind}`
}
