import type { Notice } from '../../../results/notice'
import type { TimeRange } from '../../../time'
import type { Question } from '../../engine'
import type { Database } from '../duckdb/database'
import type { Slice } from '../duckdb/view-sql'
import type { LogFile, UsableFile } from '../file-state'
import { doubtfulNotices, hiddenNotes, type HiddenRecords } from './choice-notices'
import { findDoubtful } from './doubtful-records'
import { GROUPS, groupRecordsSql } from './group-records'
import { countedSql, HIDDEN, hiddenRecordsSql, KNOWN } from './hidden-records'
import { placesOf } from './places'
import { formOf } from './record-form'
import { NO_TRAFFIC } from './record-key'

export interface ChoiceOptions {
  readonly questions: readonly Pick<Question, 'needs' | 'plan'>[]
  readonly range: TimeRange | undefined
  /** Whether one flow log counts for each interface and time; else all are added up. */
  readonly choosesFlowLogs: boolean
}

/** Which records count, so that each byte counts once. */
export interface ChosenRecords {
  readonly counted: readonly Slice[]
  /** The records of all flow logs, without Parquet that text hides. */
  readonly all: readonly Slice[]
  /** Whether some records of a file's flow log and form count. */
  readonly isCounted: (file: LogFile) => boolean
  readonly notices: readonly Notice[]
}

/** Whether records of several files can be of the same traffic: the files are not all of one flow log, in one form. */
export function mayRepeat(files: readonly UsableFile[]): boolean {
  const forms = new Set(files.map(groupOf))
  const isKnown = files.some(({ origin }) => origin.id !== undefined)
  return isKnown && forms.size > 1
}

/** Chooses among the records of slices, which hold the columns of {@link CHOICE_TOKENS} that the files have. */
export async function chooseRecords(
  slices: readonly Slice[],
  files: readonly UsableFile[],
  { questions, range, choosesFlowLogs }: ChoiceOptions,
  database: Database,
): Promise<ChosenRecords> {
  const places = placesOf(files, questions)
  const placeOf = (origin: string) => places.get(origin) ?? places.size
  await database.run(groupRecordsSql(slices, range))
  for (const sql of hiddenRecordsSql(slices, { range, placeOf, choosesFlowLogs })) {
    await database.run(sql)
  }
  const counts = await countHidden(slices, database)
  const doubtful = choosesFlowLogs ? await findDoubtful(slices, database) : []
  // A flow log can have slices of several formats.
  const countedGroups = new Set(
    slices.filter((_, index) => !isWhollyHidden(counts[index]!)).map(groupOfSlice),
  )
  const slicesOf = (isAll: boolean) =>
    slices.flatMap((slice, index) => {
      const { records, hidden, hiddenByText } = counts[index]!
      const missing = isAll ? hiddenByText : hidden
      if (missing === 0) return [slice]
      return missing === records ? [] : [{ ...slice, sql: countedSql(slice, index, isAll) }]
    })
  return {
    counted: slicesOf(false),
    all: slicesOf(true),
    isCounted: (file) => countedGroups.has(groupOf(file)),
    notices: [...hiddenNotes(await hiddenRecords(database)), ...doubtfulNotices(doubtful)],
  }
}

/** Records of a slice in the range. */
interface SliceCounts {
  readonly records: number
  readonly hidden: number
  readonly hiddenByText: number
}

async function countHidden(
  slices: readonly Slice[],
  database: Database,
): Promise<readonly SliceCounts[]> {
  const rows = await database.rows(`
SELECT slice, sum(records)::BIGINT, sum(hidden)::BIGINT, sum(by_text)::BIGINT
FROM (
  SELECT slice, records, 0 AS hidden, 0 AS by_text FROM ${GROUPS}
  UNION ALL
  SELECT slice, 0, records, CASE WHEN by_origin IS NULL THEN records ELSE 0 END FROM ${HIDDEN}
) GROUP BY slice`)
  const counts = new Map(rows.map(([slice, ...each]) => [Number(slice), each.map(Number)]))
  return slices.map((_, index) => {
    const [records = 0, hidden = 0, hiddenByText = 0] = counts.get(index) ?? []
    return { records, hidden, hiddenByText }
  })
}

function isWhollyHidden({ records, hidden }: SliceCounts): boolean {
  return hidden > 0 && hidden === records
}

function groupOf(file: LogFile): string {
  return groupOfSlice({ origin: file.origin.id, form: formOf(file) })
}

function groupOfSlice({ origin, form }: Pick<Slice, 'origin' | 'form'>): string {
  return `${form} ${origin ?? ''}`
}

/** What does not count, of each flow log. */
async function hiddenRecords(database: Database): Promise<readonly HiddenRecords[]> {
  const rows = await database.rows(`
WITH hidden AS (
  SELECT origin, by_origin, sum(records)::BIGINT AS records, sum(bytes) AS bytes
  FROM ${HIDDEN} WHERE records > 0 GROUP BY origin, by_origin
), hand_overs AS (
  SELECT DISTINCT origin FROM (
    SELECT known.origin, key FROM ${KNOWN} AS known LEFT JOIN ${HIDDEN} AS hidden USING (slice, key, action, slot)
    WHERE known.records > 0 AND action <> '${NO_TRAFFIC}' GROUP BY known.origin, key
    HAVING bool_or(hidden.slice IS NULL) AND bool_or(hidden.slice IS NOT NULL)
  )
)
SELECT origin, list(by_origin ORDER BY records DESC, by_origin) FILTER (by_origin IS NOT NULL),
  sum(records)::BIGINT, sum(bytes), origin IN (SELECT origin FROM hand_overs)
FROM hidden GROUP BY origin, by_origin IS NULL ORDER BY origin`)
  return rows.map(([origin, winners, records, bytes, isHandOver]) => ({
    origin: origin as string,
    winners: (winners as readonly string[] | null) ?? [],
    records: Number(records),
    bytes: bytes === null ? undefined : Number(bytes),
    isHandOver: isHandOver as boolean,
  }))
}
