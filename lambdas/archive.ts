import { readFileSync } from 'node:fs'
import { archiveDay, archiveThrough } from '../lib/lake/archive'
import { readArchiveQueries } from '../lib/lake/archive-query'
import { athenaClient, glueClient, s3Client } from '../lib/lake/clients'
import { dayStart } from '../lib/time'
import { daysVariable, lakeFromEnvironment, variable } from './environment'
import { eventTime } from './event-time'
import { waitingOf, type Invocation } from './invocation'
import { log } from './log'

const lake = {
  ...lakeFromEnvironment(),
  workgroup: variable('LAKE_WORKGROUP'),
  archiveBucket: variable('ARCHIVE_BUCKET'),
}
const retentionDays = daysVariable('RETENTION_DAYS')
const queries = readArchiveQueries(readFileSync(new URL('queries.json', import.meta.url), 'utf8'))
const clients = { glue: glueClient(), athena: athenaClient(), s3: s3Client() }

/** Runs daily: archives yesterday and missed days. A run for a given date archives only that day. */
export async function handler(event: unknown, invocation: Invocation) {
  const { kind, time } = eventTime(event)
  const waiting = waitingOf(invocation)
  const files =
    kind === 'date'
      ? await archiveDay(lake, time, queries, clients, waiting)
      : await archiveThrough(lake, dayStart(time, -1), queries, retentionDays, clients, waiting)

  for (const file of files)
    log(file.rows === 0 ? 'day archived, empty' : 'day archived', { ...file })
  return { files: files.length, empty: files.filter(({ rows }) => rows === 0).length }
}
