import type { SqlDialect } from '../../../dialects/dialect'
import { UserError } from '../../../errors'
import type { Row } from '../../../results/result'
import type { Notice, Question, RunOptions } from '../../engine'
import { rowsOf } from '../duckdb/cells'
import type { Database } from '../duckdb/database'
import { progressTo } from '../duckdb/progress'
import type { Workspace } from '../duckdb/workspace'
import { countRecords, isUsable } from '../file-state'
import type { Log } from '../inspect/open-log'
import type { VerifiedFiles } from '../inspect/verified-files'
import { checkFields } from './check-fields'
import { describeLog } from './describe-log'
import { emptyNote, nothingToRead } from './empty-answer'
import { neededColumns } from './needed-columns'
import { fileNotices, plainNotes, skippedNotes } from './notices'
import { readFiles } from './read-files'
import type { Tally } from './statistics'

export interface AnswerOptions {
  readonly question: Question
  readonly log: Log
  readonly workspace: Workspace
  readonly dialect: SqlDialect
  readonly memory: VerifiedFiles
  readonly tally: Tally
}

/** Answers one question over the files of a log, and reports what is wrong with them before the first rows. */
export async function* answer(
  { question, log, workspace, dialect, memory, tally }: AnswerOptions,
  { onProgress, onLog, onNotice = () => undefined }: RunOptions,
): AsyncGenerator<readonly Row[]> {
  const { plan, range } = question
  const inspected = [...skippedNotes(log.skipped), ...fileNotices(log.files)]
  inspected.forEach(onNotice)
  const files = log.files.filter(isUsable)
  if (files.length === 0) {
    refuseDamaged(inspected)
    onNotice(nothingToRead(log, range))
    return
  }
  checkFields(question, files, onNotice)
  const described = describeLog(files)
  onLog?.({ log: described, sawInstance: files.some(({ sawInstance }) => sawInstance) })
  const compiled = dialect.compile(plan, described, range)

  const database = await workspace.database()
  const progress = progressTo(onProgress)
  let batches: AsyncGenerator<readonly Row[]>
  let first: IteratorResult<readonly Row[], void>
  try {
    const columns = neededColumns(compiled.text, files, range)
    const { files: read, view } = await readFiles(files, columns, workspace, progress.follow)
    memory.save()
    tally.onFiles(read)
    const notices = [...plainNotes(files, workspace), ...fileNotices(read)]
    notices.forEach(onNotice)
    if (countRecords(read) === 0) refuseDamaged([...inspected, ...notices])

    progress.follow(() => database.progress())
    await database.run(view)
    batches = rowsFrom(database, compiled.text)
    first = await batches.next()
    if (first.done) onNotice(await emptyNote(range, read, database))
  } finally {
    progress.end()
  }
  if (first.done) return
  yield first.value
  yield* batches
}

async function* rowsFrom(database: Database, sql: string): AsyncGenerator<readonly Row[]> {
  for await (const chunk of database.stream(sql)) yield rowsOf(chunk)
}

/** When nothing at all could be read, an empty answer would be a wrong one. */
function refuseDamaged(notices: readonly Notice[]): void {
  if (notices.some(({ kind }) => kind === 'damage')) {
    throw new UserError('no record of the log is readable', {
      help: 'the warnings name the damaged files',
    })
  }
}
