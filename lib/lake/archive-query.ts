import { fillDay } from '../dialects/day-holes'
import { isDate } from '../time'

/** A query whose result is archived every day. */
export interface ArchiveQuery {
  /** `nat/daily-top-100` */
  readonly name: string
  /** Athena's SQL with holes for the day, which {@link sqlOf} fills. */
  readonly sql: string
}

/** The query whose files are at the root of the archive: `2026-02-09/2026-02-09.csv`. */
export const FIRST_QUERY = 'nat/daily-top-100'

/** The SQL of a query for the day that begins at `day`. */
export function sqlOf({ name, sql }: ArchiveQuery, day: Date): string {
  try {
    return fillDay(sql, day)
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause })
  }
}

/** The folders of a query's days: directly below `prefix`, one for each date. */
export interface ArchiveFolder {
  readonly prefix: string
  readonly keyOf: (date: string) => string
  /** The date of a listed folder with its prefix; undefined for any other folder. */
  readonly dateOf: (folder: string) => string | undefined
}

/** `2026-02-09/2026-02-09.csv` for {@link FIRST_QUERY}, else `queries/nat/upload/date=2026-02-09/upload.csv`. */
export function archiveFolder(name: string): ArchiveFolder {
  const isFirst = name === FIRST_QUERY
  const prefix = isFirst ? '' : `queries/${name}/`
  const folderOf = (date: string) => `${prefix}${isFirst ? '' : 'date='}${date}/`
  const file = (date: string) => (isFirst ? date : name.slice(name.lastIndexOf('/') + 1))
  return {
    prefix,
    keyOf: (date) => `${folderOf(date)}${file(date)}.csv`,
    dateOf(folder) {
      const date = /(\d{4}-\d{2}-\d{2})\/$/.exec(folder)?.[1]
      return date !== undefined && folderOf(date) === folder && isDate(date) ? date : undefined
    },
  }
}

/**
 * Reads the list of queries in the function's bundle.
 * @throws {Error} for any other JSON.
 */
export function readArchiveQueries(json: string): readonly ArchiveQuery[] {
  const value: unknown = JSON.parse(json)
  const isQuery = (each: unknown): each is ArchiveQuery =>
    typeof (each as ArchiveQuery | null)?.name === 'string' &&
    typeof (each as ArchiveQuery).sql === 'string'
  if (!Array.isArray(value) || !value.every(isQuery)) {
    throw new Error('the queries of the archive are not a list of `name` and `sql`')
  }
  return value
}
