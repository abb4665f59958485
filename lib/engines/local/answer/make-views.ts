import { readsLog } from '../../../language/plan-fields'
import type { FlowLogChoice } from '../../../flow-log/flow-log-choice'
import type { Notice } from '../../../results/notice'
import type { Question } from '../../engine'
import { chooseRecords } from '../choose/choose-records'
import type { Database } from '../duckdb/database'
import { TABLE_OF_ALL, viewSql, withLog, type Slice } from '../duckdb/view-sql'
import type { UsableFile } from '../file-state'

export interface ViewOptions {
  readonly questions: readonly Question[]
  /** Default: one for each interface and time. */
  readonly flowLogs: FlowLogChoice | undefined
  /** Whether a question reads `@log`. */
  readonly hasLog: boolean
}

export interface Views {
  /** The files of which records count. */
  readonly counted: readonly UsableFile[]
  readonly notices: readonly Notice[]
}

/** Makes the view of records of one flow log, or of unknown origin. */
export async function makeView(
  slices: readonly Slice[],
  files: readonly UsableFile[],
  { hasLog }: Pick<ViewOptions, 'hasLog'>,
  database: Database,
): Promise<Views> {
  const origin = files[0]?.origin.id
  const selects = slices.map(({ sql }) => (hasLog ? withLog(sql, origin) : sql))
  await database.run(viewSql(selects))
  return { counted: files, notices: [] }
}

/** Makes the view of records of which each byte counts once, and that of all records for questions that keep flow logs apart. */
export async function makeViews(
  slices: readonly Slice[],
  files: readonly UsableFile[],
  { questions, flowLogs, hasLog }: ViewOptions,
  database: Database,
): Promise<Views> {
  const choosing = questions.filter(({ plan }) => !readsLog(plan))
  const options = {
    questions: choosing,
    range: questions[0]?.range,
    choosesFlowLogs: flowLogs !== 'all' && choosing.length > 0,
  }
  const { counted, all, isCounted, notices } = await chooseRecords(slices, files, options, database)
  await database.run(viewSql(counted.map(({ sql }) => sql)))
  if (hasLog) {
    await database.run(viewSql(all.map(({ sql, origin }) => withLog(sql, origin)), TABLE_OF_ALL)) // prettier-ignore
  }
  return { counted: files.filter(isCounted), notices }
}
