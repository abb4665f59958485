import type { SqlDialect } from '../../../dialects/dialect'
import { UserError } from '../../../errors'
import type { Row } from '../../../results/result'
import type { Plan } from '../../../language/plan'
import type { LogSummary, Notice, Question, RunOptions } from '../../engine'
import type { Database } from '../duckdb/database'
import type { Progress } from '../duckdb/progress'
import { rowsFrom } from '../duckdb/rows'
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
import { namesMessage, neededColumns } from './needed-columns'
import { fileNotices, plainNotes, skippedNotes } from './notices'
import { readFiles } from './read-files'
import type { Tally } from './statistics'

export interface ReadOptions {
  /** All of one range. */
  readonly questions: readonly Question[]
  readonly log: Log
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
  { questions, log, workspace, dialect, memory, tally, progress }: ReadOptions,
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
  const lacking = questions.flatMap((question) =>
    checkFields(question, files, (notice) => onNotice(notice, question)),
  )
  tally.onLacking(lacking)
  let described = describeLog(files)
  const summary = {
    log: described,
    sawInstance: files.some(({ sawInstance }) => sawInstance),
    ...originsOf(files),
    isParquet: files.every(({ kind }) => kind === 'parquet'),
  }
  onLog?.(summary)
  const compile = (plan: Plan) => dialect.compile(plan, described, range).text
  const compileAll = () => new Map(questions.map((question) => [question, compile(question.plan)]))
  let compiled = compileAll()
  const checks = questions.flatMap(allChecks)

  const database = await workspace.database()
  const statements = [...compiled.values(), ...checks.map(({ plan }) => compile(plan))]
  const gapHours = log.gaps.flatMap(({ hours }) => hours)
  const gapSql = evidenceQuery(gapHours, files, range)
  if (gapSql !== undefined) statements.push(gapSql)
  const columns = neededColumns(statements, files, range)
  const hasMessage = namesMessage(statements)
  const { files: read, view, notices: keptNotices } = await readFiles(files, { columns, range, hasMessage }, workspace, progress.follow) // prettier-ignore
  memory.save()
  tally.onFiles(read)
  // Those of Parquet files are shown already.
  const unshown = read.filter(({ kind }) => kind !== 'parquet')
  const notices = [...plainNotes(files, workspace), ...fileNotices(unshown), ...keptNotices]
  notices.forEach(notify)
  if (countRecords(read) === 0) refuseDamaged([...inspected, ...notices])
  // A header line within a file can lack fields that its first one has.
  if (read.some((file) => lackingIn(file).length > 0)) {
    described = describeLog(read.filter(isUsable))
    compiled = compileAll()
  }
  progress.follow(() => database.progress())
  await database.run(view)
  reportGaps(gapSql === undefined ? new Map() : await readEvidence(gapSql, database))
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
