import { DAY, dateOf, dayOf } from './layout'
import type { Window } from './layout'

/** A query whose answer the archive keeps of each day. */
export interface ArchiveQuery {
  /** `nat/daily-top-100` */
  readonly name: string
  /** Athena's SQL with the placeholders of {@link sqlOf}; see {@link archiveTemplate}. */
  readonly sql: string
}

/** The query whose files stand alone in the folder of their day, where the original write-up has them. */
export const FIRST_QUERY = 'nat/daily-top-100'

/** The day for which a template's SQL is compiled: year, month and day end together, so that every bound shows. */
export const TEMPLATE_DAY: Window = {
  from: new Date('2001-12-31T00:00:00Z'),
  to: new Date('2002-01-01T00:00:00Z'),
}

/** How the bounds of {@link TEMPLATE_DAY} read in the SQL, and what stands there for any day. */
const BOUNDS: readonly (readonly [string, string])[] = [
  [`"year" IN ('2001', '2002')`, `"year" IN ('{{year}}', '{{nextYear}}')`],
  [`"month" IN ('01', '12')`, `"month" IN ('{{month}}', '{{nextMonth}}')`],
  [`"day" IN ('01', '31')`, `"day" IN ('{{day}}', '{{nextDay}}')`],
  [`>= '2001123100'`, `>= '{{year}}{{month}}{{day}}00'`],
  [`<= '2002010100'`, `<= '{{nextYear}}{{nextMonth}}{{nextDay}}00'`],
  ['"start" >= 1009756800', '"start" >= {{startSeconds}}'],
  ['"start" < 1009843200', '"start" < {{endSeconds}}'],
]

/**
 * Turns SQL that was compiled for {@link TEMPLATE_DAY} into that of any day.
 * @throws {Error} when a bound is not found in the SQL, as it would then answer for one day for ever.
 */
export function archiveTemplate(sql: string): string {
  if (sql.includes('{{')) throw new Error('the SQL of an archive query holds `{{` already')
  return BOUNDS.reduce((text, [bound, placeholder]) => {
    if (!text.includes(bound)) throw new Error(`the SQL of an archive query has no \`${bound}\``)
    return text.replaceAll(bound, placeholder)
  }, sql)
}

/** The SQL of a query for the day that begins at `day`: figures made here from a moment, never text from outside. */
export function sqlOf({ name, sql }: ArchiveQuery, day: Date): string {
  if (dayOf(day).getTime() !== day.getTime()) {
    throw new Error(`a day of the archive begins at midnight UTC, not at ${day.toISOString()}`)
  }
  const next = dayOf(day, 1)
  const [year = '', month = '', date = ''] = dateOf(day).split('-')
  const [nextYear = '', nextMonth = '', nextDay = ''] = dateOf(next).split('-')
  const values: Readonly<Record<string, string>> = {
    year,
    month,
    day: date,
    nextYear,
    nextMonth,
    nextDay,
    startSeconds: String(day.getTime() / 1000),
    endSeconds: String((day.getTime() + DAY) / 1000),
  }
  return sql.replace(/\{\{([^}]*)\}\}/g, (_, placeholder: string) => {
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined
    if (value === undefined) {
      throw new Error(`${name}: \`{{${placeholder}}}\` is no placeholder of an archive query`)
    }
    return value
  })
}

/** Where the days of a query lie: folders directly below `prefix`, each of one date. */
export interface ArchiveFolder {
  readonly prefix: string
  readonly keyOf: (date: string) => string
  /** Reads a folder's name as listed, the prefix included; undefined when it is no day. */
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

/** Whether a text is a day of the calendar, as `2026-02-09`. */
export function isDate(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && dateOf(time) === text
}

/**
 * Reads the list of queries that was compiled into a bundle.
 * @throws {Error} when it is no such list.
 */
export function readArchiveQueries(json: string): readonly ArchiveQuery[] {
  const value: unknown = JSON.parse(json)
  const isQuery = (each: unknown): each is ArchiveQuery =>
    typeof (each as ArchiveQuery | null)?.name === 'string' &&
    typeof (each as ArchiveQuery).sql === 'string'
  if (!Array.isArray(value) || !value.every(isQuery)) {
    throw new Error('the archive has no list of queries, each with `name` and `sql`')
  }
  return value
}
