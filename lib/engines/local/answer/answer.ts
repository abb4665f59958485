import type { LogDescription, SqlDialect } from '../../../dialects/dialect'
import { UserError } from '../../../errors'
import type { Row } from '../../../results/result'
import type { Notice, Question, RunOptions } from '../../engine'
import { rowsOf } from '../duckdb/cells'
import type { Database } from '../duckdb/database'
import type { Progress } from '../duckdb/progress'
import type { Workspace } from '../duckdb/workspace'
import { countRecords, isUsable, type LogFile } from '../file-state'
import type { Log } from '../inspect/open-log'
import type { VerifiedFiles } from '../inspect/verified-files'
import { checkFields } from './check-fields'
import { describeLog, lackingIn } from './describe-log'
import { emptyNote, nothingToRead } from './empty-answer'
import { neededColumns } from './needed-columns'
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
  readonly database: Database
  readonly sqlOf: (question: Question) => string
}

/** Reads the files of a log once for all questions, and reports what is wrong with them; undefined when there is nothing to read. */
export async function readLog(
  { questions, log, workspace, dialect, memory, tally, progress }: ReadOptions,
  { onLog, onNotice = () => undefined }: RunOptions,
): Promise<Reading | undefined> {
  const range = questions[0]?.range
  const notify = (notice: Notice) => onNotice(notice)
  const inspected = [...skippedNotes(log.skipped), ...fileNotices(log.files)]
  inspected.forEach(notify)
  const files = log.files.filter(isUsable)
  if (files.length === 0) {
    refuseDamaged(inspected)
    notify(nothingToRead(log, range))
    return undefined
  }
  for (const question of questions) {
    checkFields(question, files, (notice) => onNotice(notice, question))
  }
  const described = describeLog(files)
  onLog?.({ log: described, sawInstance: files.some(({ sawInstance }) => sawInstance) })
  const compileFor = (description: LogDescription) =>
    new Map(
      questions.map((question) => [
        question,
        dialect.compile(question.plan, description, question.range).text,
      ]),
    )
  let compiled = compileFor(described)

  const database = await workspace.database()
  const columns = neededColumns([...compiled.values()], files, range)
  const { files: read, view, notices: keptNotices } = await readFiles(files, { columns, range }, workspace, progress.follow) // prettier-ignore
  memory.save()
  tally.onFiles(read)
  // Those of Parquet files are shown already.
  const unshown = read.filter(({ kind }) => kind !== 'parquet')
  const notices = [...plainNotes(files, workspace), ...fileNotices(unshown), ...keptNotices]
  notices.forEach(notify)
  if (countRecords(read) === 0) refuseDamaged([...inspected, ...notices])
  // A header line within a file can lack fields that its first one has.
  if (read.some((file) => lackingIn(file).length > 0)) {
    compiled = compileFor(describeLog(read.filter(isUsable)))
  }
  progress.follow(() => database.progress())
  await database.run(view)
  return { files: read, database, sqlOf: (question) => compiled.get(question)! }
}

/** Answers a question of a reading; reports an empty answer. */
export async function* answer(
  question: Question,
  { files, database, sqlOf }: Reading,
  { onNotice }: RunOptions,
): AsyncGenerator<readonly Row[]> {
  let isEmpty = true
  for await (const chunk of database.stream(sqlOf(question))) {
    isEmpty = false
    yield rowsOf(chunk)
  }
  if (isEmpty) onNotice?.(await emptyNote(question.range, files, database), question)
}

/** When nothing at all could be read, an empty answer would be a wrong one. */
function refuseDamaged(notices: readonly Notice[]): void {
  if (notices.some(({ kind }) => kind === 'damage')) {
    throw new UserError('no record of the log is readable', {
      help: 'the warnings name the damaged files',
    })
  }
}
