import { createHash } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { InterruptedError, UserError } from '../errors'
import { startAndWait, type AthenaClients } from '../engines/athena/execution'
import { waitForever, type Waiting } from '../engines/wait'
import { archivedDates, putFile } from './archive-bucket'
import { archiveFolder, sqlOf, type ArchiveQuery } from './archive-query'
import { csvOf } from './archive-csv'
import type { GlueClients } from '../engines/athena/flow-log-table'
import type { Lake } from './lake'
import { DAY_MS, HOUR_MS, dateText, dayStart, firstKeptDay } from '../time'
import { addPartitions } from './partitions'

/** The logs, and the bucket of the daily results. */
export interface ArchivedLake extends Lake {
  readonly workgroup: string
  readonly archiveBucket: string
  /** Makes each execution new; by default an earlier execution of the same SQL is used again. */
  readonly run?: string
}

export interface ArchiveClients extends GlueClients, AthenaClients {
  readonly s3: S3Client
}

/** One query's result for one day in the archive. */
export interface ArchivedFile {
  readonly date: string
  readonly query: string
  readonly key: string
  /** Without the header; 0 for an empty day. */
  readonly rows: number
  /** False for an empty day that already has a file, which is kept. */
  readonly written: boolean
  readonly executionId: string
  readonly attempt: number
  readonly bytesScanned: number
}

/** One query of one day. */
interface Task {
  readonly day: Date
  readonly query: ArchiveQuery
}

/**
 * Archives a day, then the days that earlier runs missed: those without a file after a query's first one whose logs retention
 * still keeps.
 * @throws {UserError} with the queries and days that failed, after all were tried.
 */
export async function archiveThrough(
  lake: ArchivedLake,
  yesterday: Date,
  queries: readonly ArchiveQuery[],
  retentionDays: number,
  clients: ArchiveClients,
  waiting: Waiting = waitForever,
): Promise<readonly ArchivedFile[]> {
  const latest = queries.map((query): Task => ({ day: dayStart(yesterday), query }))
  return runTasks(
    lake,
    latest,
    () => missedTasks(lake, yesterday, queries, retentionDays, clients, waiting),
    clients,
    waiting,
  )
}

/**
 * Archives the result of each query for the day that begins at `day`; idempotent.
 * @throws {UserError} with the queries that failed, after all were tried.
 */
export async function archiveDay(
  lake: ArchivedLake,
  day: Date,
  queries: readonly ArchiveQuery[],
  clients: ArchiveClients,
  waiting: Waiting = waitForever,
): Promise<readonly ArchivedFile[]> {
  const tasks = queries.map((query): Task => ({ day: dayStart(day), query }))
  return runTasks(lake, tasks, undefined, clients, waiting)
}

async function missedTasks(
  lake: ArchivedLake,
  yesterday: Date,
  queries: readonly ArchiveQuery[],
  retentionDays: number,
  { s3 }: ArchiveClients,
  waiting: Waiting,
): Promise<readonly Task[]> {
  const kept = firstKeptDay(dayStart(yesterday, 1), retentionDays).getTime()
  const tasks: Task[] = []
  for (const query of queries) {
    const dates = await archivedDates({ bucket: lake.archiveBucket, s3 }, query.name, waiting)
    const first = dates[0] === undefined ? Infinity : Date.parse(dates[0])
    for (let day = Math.max(first, kept); day < dayStart(yesterday).getTime(); day += DAY_MS) {
      if (!dates.includes(dateText(new Date(day)))) tasks.push({ day: new Date(day), query })
    }
  }
  return tasks.sort((a, b) => a.day.getTime() - b.day.getTime())
}

/** Runs the tasks, then those that `findMissed` returns, and throws at the end when some failed. */
async function runTasks(
  lake: ArchivedLake,
  tasks: readonly Task[],
  findMissed: (() => Promise<readonly Task[]>) | undefined,
  clients: ArchiveClients,
  waiting: Waiting,
): Promise<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = []
  const failures: string[] = []
  const causes: unknown[] = []
  const attempt = async <T>(subject: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      if (waiting.remaining() <= 0) throw new UserError('no time left')
      return await work()
    } catch (error) {
      if (error instanceof InterruptedError) throw error
      causes.push(error)
      const { name, message } = error as Error
      failures.push(`${subject} (${error instanceof UserError ? message : `${name}: ${message}`})`)
      return undefined
    }
  }
  const withPartitions = new Set<number>()
  const work = async ({ day, query }: Task) => {
    const file = await attempt(`${query.name} of ${dateText(day)}`, async () => {
      // Without its partitions the day would be archived as empty. Late files are in the first hour of the next day.
      const span = { from: day, to: new Date(day.getTime() + DAY_MS + HOUR_MS) }
      if (!withPartitions.has(day.getTime())) await addPartitions(lake, span, clients, waiting)
      withPartitions.add(day.getTime())
      return archiveOne(lake, day, query, clients, waiting)
    })
    if (file) files.push(file)
  }

  for (const task of tasks) await work(task)
  const missed = findMissed && (await attempt('search for missed days', findMissed))
  for (const task of missed ?? []) await work(task)
  if (failures.length === 0) return files
  const total = files.length + failures.length
  throw new UserError(
    `archived ${files.length} of ${total} files; failed: ${failures.join('; ')}`,
    {
      help: 'run it again; archived files are kept',
      cause: causes[0],
    },
  )
}

async function archiveOne(
  lake: ArchivedLake,
  day: Date,
  query: ArchiveQuery,
  clients: ArchiveClients,
  waiting: Waiting,
): Promise<ArchivedFile> {
  const sql = sqlOf(query, day)
  const request = {
    sql,
    workgroup: lake.workgroup,
    database: lake.database,
    token: (attempt: number) => tokenOf(lake, dateText(day), sql, attempt),
  }
  let firstAttempt = 1
  for (;;) {
    const execution = await startAndWait(request, clients, waiting, firstAttempt)
    const csv = await csvOf(execution.id, clients, waiting).catch((error: Error) => {
      // The same token returns an earlier execution, whose result may have expired.
      if (error.name !== 'InvalidRequestException' || execution.attempt >= MAX_EXPIRED_RESULTS)
        throw error
      return undefined
    })
    if (csv) {
      const key = archiveFolder(query.name).keyOf(dateText(day))
      const bucket = { bucket: lake.archiveBucket, s3: clients.s3 }
      const written = await putFile(bucket, { key, ...csv }, waiting)
      return {
        date: dateText(day),
        query: query.name,
        key,
        rows: csv.rows,
        written,
        executionId: execution.id,
        attempt: execution.attempt,
        bytesScanned: execution.bytesScanned,
      }
    }
    firstAttempt = execution.attempt + 1
  }
}

const MAX_EXPIRED_RESULTS = 20

/** Equal for equal questions, so that a retry or a second delivery of the event does not scan again. 64 characters. */
function tokenOf(
  { workgroup, database, run }: ArchivedLake,
  date: string,
  sql: string,
  attempt: number,
): string {
  // Athena rejects a token that was used with other parameters, so the token contains them.
  const parts = [
    date,
    workgroup,
    database,
    sql,
    String(attempt),
    ...(run === undefined ? [] : [run]),
  ]
  return createHash('sha256').update(parts.join('\0')).digest('hex')
}
