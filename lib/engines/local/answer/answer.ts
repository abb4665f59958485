import type { SqlDialect } from '../../../dialects/dialect'
import { UserError } from '../../../errors'
import type { Plan } from '../../../language/plan'
import type { Coverage, Result } from '../../../results/result'
import type { Notice, Question, RunOptions } from '../../engine'
import { resultColumns } from '../../result-columns'
import { ANSWER } from '../read/attempt'
import { allBatches, readAhead, type Batches } from '../duckdb/batches'
import { checkFields } from './check-fields'
import { describeLog } from './describe-log'
import { emptyNote, nothingToRead, recordsOf } from './empty-answer'
import { readFirst } from '../read/first-reading'
import type { Log } from '../inspect/open-log'
import { progressTo } from '../duckdb/progress'
import { viewSql } from '../duckdb/view-sql'
import type { Source } from '../sources'
import type { VerifiedFiles } from '../inspect/verified-files'
import type { Workplace } from '../duckdb/workspace'

export interface Work {
  readonly question: Question
  readonly log: Log
  /** The answer closes it once it is read. */
  readonly place: Workplace
  readonly started: number
  readonly dialect: SqlDialect
  readonly memory: VerifiedFiles
}

/** Answers one question over the files of a log, and says what was wrong with them. */
export async function answer(
  { question, log, place, started, dialect, memory }: Work,
  { signal, onProgress, onLog, onNotice = ignore }: RunOptions,
): Promise<Result> {
  const { plan, range } = question
  log.notices.forEach(onNotice)
  if (log.sources.length === 0) {
    refuseIfDamaged(log.notices)
    onNotice(nothingToRead(log, range))
    // The footers of Parquet files may have opened something.
    await place.close()
    return resultOf(plan, log, [], 0, started)
  }
  checkFields(question, log.sources, onNotice)
  const described = describeLog(log.sources)
  onLog?.({ log: described, sawInstance: log.sources.some((source) => source.sawInstance) })
  const compiled = dialect.compile(plan, described, range)

  const database = await place.database()
  const progress = progressTo(onProgress)
  try {
    const reading = await readFirst(log.sources, {
      sql: compiled.text,
      columns: compiled.columns.length,
      database,
      verifier: place.verifier(),
      signal,
      onProgress: progress.follow,
      onClean: (source) => memory.add(source),
    })
    memory.save()
    const { sources, notices, linesUnreadable } = reading
    notices.forEach(onNotice)
    if (recordsOf(sources) === 0) refuseIfDamaged([...log.notices, ...notices])

    progress.follow(() => database.progress())
    if (!reading.answered && sources.length > 0) await database.run(viewSql(sources))
    const chunks = database.stream(reading.answered ? `FROM ${ANSWER}` : compiled.text)
    const batches = sources.length > 0 ? await readAhead(chunks) : { ahead: [], rest: undefined }
    if (batches.ahead.length === 0) {
      onNotice(await emptyNote(range, sources, database))
    }
    if (!batches.rest) await place.close()
    return resultOf(plan, log, sources, linesUnreadable, started, batches, () =>
      batches.rest ? place.close() : Promise.resolve(),
    )
  } finally {
    progress.end()
  }
}

function ignore(): void {}

/** When nothing at all could be read, an empty answer would be a wrong one. */
function refuseIfDamaged(notices: readonly Notice[]): void {
  if (notices.some(({ kind }) => kind === 'damage')) {
    throw new UserError('no record of the log could be read', {
      help: 'the warnings say what is wrong with its files',
    })
  }
}

function resultOf(
  plan: Plan,
  log: Log,
  sources: readonly Source[],
  linesUnreadable: number,
  started: number,
  batches: Batches = { ahead: [], rest: undefined },
  finish: () => Promise<void> = () => Promise.resolve(),
): Result {
  const read = [...log.sources, ...log.barren]
  let rows = 0
  let seconds = 0
  const elapsed = () => (performance.now() - started) / 1000
  return {
    columns: resultColumns(plan),
    batches: allBatches(
      batches,
      (batch) => (rows += batch.length),
      () => {
        seconds = elapsed()
        return finish()
      },
    ),
    coverage: () => ({ held: heldBy(log), missingHours: 'unknown' }),
    statistics: () => ({
      filesFound: log.filesFound,
      filesRead: read.length,
      recordsScanned: recordsOf(sources),
      linesUnreadable,
      bytesRead: read.reduce((sum, { size }) => sum + size, 0),
      seconds: seconds || elapsed(),
      rows,
    }),
  }
}

function heldBy({ slot }: Log): Coverage['held'] {
  return slot ? { from: new Date(slot.from * 1000), to: new Date(slot.to * 1000) } : 'unknown'
}
