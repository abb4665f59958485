import type { SqlDialect } from '../../../dialects/dialect'
import { UserError } from '../../../errors'
import type { Row } from '../../../results/result'
import type { FlowLogChoice } from '../../../flow-log/flow-log-choice'
import type { Plan } from '../../../language/plan'
import { readsLog } from '../../../language/plan-fields'
import type { LogSummary, Notice, Question, RunOptions } from '../../engine'
import { mayRepeat } from '../choose/choose-records'
import { readingRange } from '../choose/group-records'
import { CHOICE_TOKENS } from '../choose/record-key'
import type { Database } from '../duckdb/database'
import type { Progress } from '../duckdb/progress'
import { rowsFrom } from '../duckdb/rows'
import { TABLE_OF_ALL } from '../duckdb/view-sql'
import type { Workspace } from '../duckdb/workspace'
import { countRecords, isUsable, type LogFile, type UsableFile } from '../file-state'
import type { Origin } from '../find/origin'
import type { Log } from '../inspect/open-log'
import type { VerifiedFiles } from '../inspect/verified-files'
import { checkFields } from './check-fields'
import { allChecks, checksOf, runChecks } from './checks'
import { describeLog, lackingIn } from './describe-log'
import { emptyNote, nothingToRead } from './empty-answer'
import { findGaps } from './file-gaps'
import { evidenceQuery, readEvidence, type GapEvidence } from './gap-evidence'
import { makeView, makeViews } from './make-views'
import { namesLog, namesMessage, neededColumns } from './needed-columns'
import { fileNotices, plainNotes, skippedNotes } from './notices'
import { readFiles } from './read-files'
import type { Tally } from './statistics'

export interface ReadOptions {
  /** All of one range. */
  readonly questions: readonly Question[]
  readonly log: Log
  readonly flowLogs?: FlowLogChoice | undefined
  readonly workspace: Workspace
  readonly dialect: SqlDialect
  readonly memory: VerifiedFiles
  readonly tally: Tally
  readonly progress: Progress
}

/** The records of a log in one view, which the questions that were named run on. */
export interface Reading {
  /** As they were read. */
  readonly files: readonly LogFile[]
  readonly opened: Log
  readonly database: Database
  readonly log: LogSummary
  readonly sqlOf: (question: Question) => string
  /** The SQL of another question about the same range and fields. */
  readonly compile: (plan: Plan) => string
}

/** Reads the files of a log once for all questions, and reports what is wrong with them; undefined when there is nothing to read. */
export async function readLog(
  { questions, log, flowLogs, workspace, dialect, memory, tally, progress }: ReadOptions,
  { onLog, onNotice = () => undefined }: RunOptions,
): Promise<Reading | undefined> {
  const range = questions[0]?.range
  const notify = (notice: Notice) => onNotice(notice)
  const reportGaps = (evidence: GapEvidence) => {
    const found = findGaps(log.gaps, evidence, { range, origins: log.originCount })
    tally.onGaps(found.hours)
    found.notices.forEach(notify)
  }
  const inspected = [...skippedNotes(log.skipped), ...fileNotices(log.files)]
  inspected.forEach(notify)
  const files = log.files.filter(isUsable)
  if (files.length === 0) {
    refuseDamaged(inspected)
    notify(nothingToRead(log, range))
    reportGaps(new Map())
    return undefined
  }
  // Only then it is known which files count after they are read.
  const isByOrigin = mayRepeat(files)
  const describe = (counted: readonly UsableFile[], isFinal: boolean): LogSummary => {
    const lacking = questions.flatMap((question) =>
      checkFields(question, counted, (notice) => isFinal && onNotice(notice, question)),
    )
    if (isFinal) tally.onLacking(lacking)
    const summary = summarize(counted)
    if (isFinal) onLog?.(summary)
    return summary
  }
  let summary = describe(files, !isByOrigin)
  let described = { counted: summary.log, all: summary.log }
  const compile = (plan: Plan) => {
    const about = readsLog(plan) ? described.all : described.counted
    return dialect.compile(plan, about, range).text
  }
  const compileAll = () => new Map(questions.map((question) => [question, compile(question.plan)]))
  let compiled = compileAll()
  const checks = questions.flatMap(allChecks)

  const database = await workspace.database()
  const statements = [...compiled.values(), ...checks.map(({ plan }) => compile(plan))]
  const gapHours = log.gaps.flatMap(({ hours }) => hours)
  const gapSql = evidenceQuery(gapHours, files, range)
  if (gapSql !== undefined) statements.push(gapSql)
  const columns = neededColumns(statements, files, range, isByOrigin ? CHOICE_TOKENS : [])
  const hasMessage = namesMessage(statements)
  const {
    files: read,
    slices,
    notices: keptNotices,
  } = await readFiles(
    files,
    { columns, range: isByOrigin ? readingRange(range) : range, hasMessage, isByOrigin },
    workspace,
    progress.follow,
  )
  memory.save()
  tally.onFiles(read)
  // Those of Parquet files are shown already.
  const unshown = read.filter(({ kind }) => kind !== 'parquet')
  const notices = [...plainNotes(files, workspace), ...fileNotices(unshown), ...keptNotices]
  notices.forEach(notify)
  if (countRecords(read) === 0) refuseDamaged([...inspected, ...notices])
  progress.follow(() => database.progress())
  const usable = read.filter(isUsable)
  const options = { questions, flowLogs, hasLog: namesLog(statements) }
  const views = await (isByOrigin ? makeViews : makeView)(slices, usable, options, database)
  views.notices.forEach(notify)
  if (isByOrigin) {
    summary = describe(views.counted.length > 0 ? views.counted : files, true)
    described = { counted: summary.log, all: { ...describeLog(usable), table: [TABLE_OF_ALL] } }
    compiled = compileAll()
  } else if (read.some((file) => lackingIn(file).length > 0)) {
    // A header line within a file can lack fields that its first one has.
    described = { counted: describeLog(usable), all: describeLog(usable) }
    compiled = compileAll()
  }
  // The view lacks the fields of files of which no record counts.
  const countedGapSql = evidenceQuery(gapHours, views.counted, range)
  reportGaps(countedGapSql === undefined ? new Map() : await readEvidence(countedGapSql, database))
  const sqlOf = (question: Question) => compiled.get(question)!
  return { files: read, opened: log, database, log: summary, sqlOf, compile }
}

/** Answers a question of a reading; reports an empty answer, and what the question's checks find. */
export async function* answer(
  question: Question,
  reading: Reading,
  { onNotice = () => undefined }: RunOptions,
): AsyncGenerator<readonly Row[]> {
  const { database, sqlOf } = reading
  let isEmpty = true
  for await (const rows of rowsFrom(database, sqlOf(question))) {
    isEmpty = false
    yield rows
  }
  if (isEmpty) onNotice(await emptyNote(question.range, reading), question)
  await runChecks(checksOf(question, reading, isEmpty), reading, (notice) =>
    onNotice(notice, question),
  )
}

function summarize(files: readonly UsableFile[]): LogSummary {
  return {
    log: describeLog(files),
    sawInstance: files.some(({ sawInstance }) => sawInstance),
    ...originsOf(files),
    isParquet: files.every(({ kind }) => kind === 'parquet'),
  }
}

function originsOf(files: readonly UsableFile[]) {
  const named = (nameOf: (origin: Origin) => string | undefined) => {
    const names = files.map(({ origin }) => nameOf(origin)).filter((name) => name !== undefined)
    return [...new Set(names)].sort()
  }
  return {
    accounts: named(({ account }) => account),
    regions: named(({ region }) => region),
    flowLogs: named(({ id }) => id),
  }
}

/** When nothing at all could be read, an empty answer would be a wrong one. */
function refuseDamaged(notices: readonly Notice[]): void {
  if (notices.some(({ kind }) => kind === 'damage')) {
    throw new UserError('no record of the log is readable', {
      help: 'the warnings name the damaged files',
    })
  }
}
