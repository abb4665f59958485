import { glueClient } from '../lib/lake/clients'
import { dateText, firstKeptDay } from '../lib/time'
import { deletePartitions } from '../lib/lake/partitions'
import { daysVariable, tableFromEnvironment } from './environment'
import { eventTime } from './event-time'
import { waitingOf, type Invocation } from './invocation'
import { log } from './log'

const table = tableFromEnvironment()
const retentionDays = daysVariable('RETENTION_DAYS')
const clients = { glue: glueClient() }

/** Runs daily: deletes the partitions whose logs have expired. */
export async function handler(event: unknown, invocation: Invocation) {
  const cutoff = firstKeptDay(eventTime(event).time, retentionDays)
  const result = await deletePartitions(table, { to: cutoff }, clients, waitingOf(invocation))

  const { deleted, gone, kept, unreadable } = result
  const counts = { deleted: deleted.length, gone: gone.length, kept: kept.length }
  log('partitions deleted', { before: dateText(cutoff), ...counts, unreadable })
  return { ...counts, unreadable: unreadable.length }
}
