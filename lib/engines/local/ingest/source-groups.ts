import { createHash } from 'node:crypto'
import { hourSpan, hourText } from '../../../time'
import { fileStart, hourFolder, LOG_FOLDER, objectName } from '../../../flow-log/object-keys'
import type { Field, FieldToken } from '../../../flow-log/fields'
import { knownFields, type FoundFile, type ParquetFile, type TextFile } from '../file-state'

/** A file whose records are copied. */
export type SourceFile = TextFile | ParquetFile

/** Sources that are joined, so that they give one copy an hour. */
export interface SourceGroup extends GroupKey {
  /** In the order of their paths. */
  readonly files: readonly SourceFile[]
}

export interface GroupKey {
  /** Stands in the name of each copy. */
  readonly token: string
  readonly account: string | undefined
  readonly region: string | undefined
  readonly flowLogId: string | undefined
  /** The hour in which AWS made the sources, by their names. */
  readonly hour: Date | undefined
}

/**
 * Groups the files of one flow log, hour and set of fields; a file without a flow log in its name is a group of
 * its own, since it must not be joined with the records of others.
 */
export function groupSources(files: readonly SourceFile[]): readonly SourceGroup[] {
  const groups = new Map<string, SourceGroup & { readonly files: SourceFile[] }>()
  for (const file of files) {
    const key = keyOf(file, knownFields(file))
    const group = groups.get(key.token)
    if (group) group.files.push(file)
    else groups.set(key.token, { ...key, files: [file] })
  }
  return [...groups.values()]
}

/** The group of a file with such fields. */
export function keyOf(
  { path, origin }: Pick<FoundFile, 'origin' | 'path'>,
  fields: readonly Field[],
): GroupKey {
  const { account, region, flowLogId } = origin
  const start = flowLogId === undefined ? undefined : fileStart(path)
  const hour = start && hourSpan(start).from
  const tokens = fields.map(({ token }) => token).sort()
  const token = hour
    ? `${hourText(hour)}-${digest([account, region, flowLogId, ...tokens])}`
    : digest([path])
  return { token, account, region, flowLogId, hour }
}

export function hasField({ files }: SourceGroup, token: FieldToken): boolean {
  return knownFields(files[0]!).some((field) => field.token === token)
}

/** The name of a source in the metadata of its copies. */
export function sourceName({ origin, path }: Pick<FoundFile, 'origin' | 'path'>): string {
  return origin.objectName ?? path
}

/** The path of a group's copy, from the folder of all copies on. */
export function copyPath(group: GroupKey, hour: Date | undefined): string {
  const folder = `${LOG_FOLDER}${hourFolder({ ...group, hour })}`
  return `${folder}${objectName({ ...group, hour, suffix: `natlens-${group.token}` })}${COPY_ENDING}`
}

const COPY_ENDING = '.log.parquet'
const COPY_NAME = /_natlens-((?:\d{10}-)?[0-9a-f]{12})\.log\.parquet$/

/** The group that the name of a copy carries; undefined for a file that is not a copy. */
export function tokenInName(path: string): string | undefined {
  return COPY_NAME.exec(path)?.[1]
}

function digest(values: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 12)
}
