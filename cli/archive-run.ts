import { UserError } from '../lib/errors'
import type { ArchivedLake } from '../lib/lake/archive'
import { archiveFolder, type ArchiveQuery } from '../lib/lake/archive-query'
import { dateText } from '../lib/time'
import { stopsEveryCall } from '../lib/engines/aws/aws-errors'
import type { OpenLake } from './lake'
import { progressBar } from './progress'
import type { Terminal } from './terminal'

/** One query of one day and its outcome. */
export interface ArchiveStep {
  readonly date: string
  readonly query: string
  /**
   * `present`: archived before. `empty`: only a header. `kept`: empty in this run, so the older file stays. `expired`: past
   * retention, where an empty file would wrongly show a day without traffic.
   */
  readonly outcome: 'archived' | 'empty' | 'kept' | 'present' | 'expired' | 'failed'
  readonly key: string
  readonly rows: number | null
  readonly bytesScanned: number | null
}

export interface ArchiveRun {
  readonly days: readonly Date[]
  readonly queries: readonly ArchiveQuery[]
  /** Undefined for a bucket with its own retention. */
  readonly firstKept: Date | undefined
  readonly force: boolean
  readonly dryRun: boolean
}

/**
 * Archives the missing days, oldest first. A day that fails is reported and the others continue, unless every call of AWS would
 * fail; a later run resumes.
 */
export async function runArchive(
  { days, queries, firstKept, force, dryRun }: ArchiveRun,
  lake: ArchivedLake,
  { clients, waiting }: OpenLake,
  terminal: Terminal,
): Promise<readonly ArchiveStep[]> {
  const [{ archiveDay }, { archivedDates }] = await Promise.all([
    import('../lib/lake/archive'),
    import('../lib/lake/archive-bucket'),
  ])
  const bucket = { bucket: lake.archiveBucket, s3: clients.s3 }
  const present = new Map<string, readonly string[]>()
  for (const { name } of queries) {
    present.set(name, await archivedDates(bucket, name, waiting))
  }

  const archive = async (day: Date, query: ArchiveQuery): Promise<ArchiveStep> => {
    const date = dateText(day)
    const key = archiveFolder(query.name).keyOf(date)
    const step = { date, query: query.name, key, rows: null, bytesScanned: null }
    if (!force && present.get(query.name)?.includes(date)) return { ...step, outcome: 'present' }
    if (!force && firstKept && day < firstKept) return { ...step, outcome: 'expired' }
    if (dryRun) return { ...step, outcome: 'archived' }
    try {
      const [file] = await archiveDay(lake, day, [query], clients, waiting)
      const { rows = 0, bytesScanned = 0, written = false } = file ?? {}
      const outcome = rows > 0 ? 'archived' : written ? 'empty' : 'kept'
      return { ...step, outcome, rows, bytesScanned }
    } catch (error) {
      if (!(error instanceof UserError) || stopsEveryCall(error)) throw error
      terminal.say(`warning: ${error.message}`)
      return { ...step, outcome: 'failed' }
    }
  }

  const tasks = days.flatMap((day) => queries.map((query) => ({ day, query })))
  const steps: ArchiveStep[] = []
  const bar = progressBar('archive', terminal)
  try {
    for (const { day, query } of tasks) {
      bar.update(steps.length / tasks.length)
      steps.push(await archive(day, query))
    }
    bar.update(1)
  } catch (error) {
    bar.end()
    if (steps.length > 0) terminal.say(`stopped after: ${countOutcomes(steps)}`)
    throw error
  } finally {
    bar.end()
  }
  return steps
}

/** `archived 5, present 2` */
export function countOutcomes(steps: readonly ArchiveStep[]): string {
  const outcomes = [...new Set(steps.map(({ outcome }) => outcome))]
  return outcomes
    .map((word) => `${word} ${steps.filter(({ outcome }) => outcome === word).length}`)
    .join(', ')
}
