import type { Field } from '../../flow-log/fields'
import type { Origin } from './find/origin'
import { kindOfFields, type FlowLogKind } from '../../flow-log/transit-gateway'
import type { Archive } from './inspect/archives/archive'
import type { Codec } from './inspect/codecs/codec'
import type { LineLayout } from './inspect/containers/container'

/**
 * A file from the moment it is found until it is read. `find/` makes found and skipped files, `inspect/` says what each
 * found file is, `read/` turns text files into read ones.
 */
export type FileState = FoundFile | SkippedFile | UnreadParquet | UnreadArchive | LogFile
/** What a found file of the log can be after inspection. */
export type LogFile = EmptyFile | UnusableFile | UsableFile
/** A file that may give records. */
export type UsableFile = TextFile | ReadyFile
/** A file whose records DuckDB can read as they are meant, with their number. */
type ReadyFile = ParquetFile | ReadFile | PartlyReadFile

export interface FoundFile {
  readonly kind: 'found'
  /** Absolute, without links. */
  readonly path: string
  /** As the user would write it. */
  readonly shown: string
  /** The user gave its name: a file that is not a flow log is then an error, else it is skipped. */
  readonly isNamed: boolean
  readonly origin: Origin
  /** Of a member of an archive: bytes that one byte of the archive gives. Its path is a temporary one. */
  readonly expansion?: number
}

export interface SkippedFile {
  readonly kind: 'skipped'
  readonly shown: string
  readonly reason: SkipReason
  /** What the file is instead, such as `an S3 access log`. */
  readonly what?: string | undefined
  readonly origin?: Origin
  /** Of a file whose records another file holds: the two names and sizes. */
  readonly size?: number
  readonly twin?: Pick<FileIdentity, 'shown' | 'size'>
}

/**
 * A known companion is a file that natlens or AWS writes beside logs. Of a copied file its copy is read; of an old copy
 * its sources, since one of them has changed.
 */
export type SkipReason =
  | 'not-a-flow-log'
  | 'known-companion'
  | 'hidden'
  | 'broken-link'
  | 'copied'
  | 'repeated-copy'
  | 'old-copy'
  | 'excluded'
  | 'side-file'
  /** What `aws s3` leaves where a download ends early. */
  | 'leftover'
  | RepeatReason
  | 'other-flow-log'
  /** A flow log of the kind that is not asked. */
  | FlowLogKind

/** Why another file is read instead. */
export type RepeatReason =
  /** The same bytes under the name that AWS gave an object. */
  | 'same-object'
  | 'same-content'
  /** An object of AWS that is not whole. */
  | 'smaller-object'
  /** The name and size of an object of AWS, but other bytes. */
  | 'other-object'

/** A file with its size and time, by which it is recognized in a later run. */
export interface FileIdentity extends Omit<FoundFile, 'kind'> {
  readonly size: number
  readonly mtimeMs: number
}

/** No record: no bytes or only blank lines. */
interface EmptyFile extends FileIdentity {
  readonly kind: 'empty'
}

/** Damaged, so that none of its records counts. */
export interface UnusableFile extends FileIdentity {
  readonly kind: 'unusable'
  /** The rest of the message, after the file's name. */
  readonly problem: string
}

/** An archive whose members are not unpacked yet. */
export interface UnreadArchive extends FileIdentity {
  readonly kind: 'unread-archive'
  readonly codec: Codec
  readonly archive: Archive
}

/** Text whose lines are not read yet. */
export interface TextFile extends FileIdentity {
  readonly kind: 'text'
  readonly codec: Codec
  /** The names of the forms around the lines, the outermost first; mostly none. */
  readonly wrappers?: readonly string[]
  readonly layout: LineLayout
  /** The first records include one of an instance. */
  readonly sawInstance: boolean
  /** The same for files with the same text, and hardly ever for others. */
  readonly textStart: string
}

/** The smallest and largest `start` of a file's records, in Unix seconds; undefined where they are not known. */
export interface StartBounds {
  readonly firstStart: number | undefined
  readonly lastStart: number | undefined
}

/** What is known of a text file when its lines are read. */
interface ReadText extends Omit<TextFile, 'kind'>, StartBounds {
  /** Of any time. */
  readonly records: number
  /** The tokens of fields that only some of its records have. */
  readonly lacking: readonly string[]
}

/** Text of which every line is readable. */
interface ReadFile extends ReadText {
  readonly kind: 'read'
}

/** Text that is truncated or has unreadable lines. */
export interface PartlyReadFile extends ReadText {
  readonly kind: 'partly-read'
  /** The compressed stream ends before its end. */
  readonly isTruncated: boolean
  readonly unreadable: number
  readonly firstUnreadable: UnreadableLine | undefined
}

export interface UnreadableLine {
  readonly line: number
  readonly text: string
  /** Why it is unreadable, and the field that shows it. */
  readonly reason?: string
  readonly token?: string
}

/** A Parquet file whose footer is not read yet. */
export interface UnreadParquet extends FileIdentity {
  readonly kind: 'unread-parquet'
}

export interface ParquetFile extends FileIdentity, StartBounds {
  readonly kind: 'parquet'
  /** The columns that are fields, with their physical type (`BYTE_ARRAY`, `INT32`, …). */
  readonly columns: ReadonlyMap<Field, string>
  /** Names of columns that are spelled otherwise than AWS does. */
  readonly names: ReadonlyMap<Field, string>
  /** The columns without a missing value, as the footer says; of the others nothing is known. */
  readonly filled: ReadonlySet<Field>
  readonly records: number
  /** Rows with an impossible value, beside the records. */
  readonly impossible: number
  /** Some record is one of an instance. */
  readonly sawInstance: boolean
}

/** The fields of a file that natlens knows. */
export function knownFields(file: UsableFile): readonly Field[] {
  return file.kind === 'parquet'
    ? [...file.columns.keys()]
    : file.layout.fields.filter((field) => field !== undefined)
}

/** What the flow log of a file is about. */
export function logKindOf(file: UsableFile): FlowLogKind {
  return kindOfFields(file.kind === 'parquet' ? file.columns.keys() : file.layout.fields)
}

export function isUsable(file: LogFile): file is UsableFile {
  return file.kind !== 'empty' && file.kind !== 'unusable'
}

/** Records of files of which every line was read. */
export function countRecords(files: readonly LogFile[]): number {
  return files.reduce((sum, file) => sum + recordsOf(file), 0)
}

function recordsOf(file: LogFile): number {
  switch (file.kind) {
    case 'parquet':
    case 'read':
    case 'partly-read':
      return file.records
    case 'text':
    case 'empty':
    case 'unusable':
      return 0
  }
}

export function startBoundsOf(file: LogFile): Partial<StartBounds> {
  switch (file.kind) {
    case 'parquet':
    case 'read':
    case 'partly-read':
      return file
    case 'text':
    case 'empty':
    case 'unusable':
      return {}
  }
}
