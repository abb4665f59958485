import { glueClient } from '../lib/lake/clients'
import { dateText, dayStart } from '../lib/time'
import { keepPartitions } from '../lib/lake/partitions'
import { daysVariable, lakeFromEnvironment } from './environment'
import { eventTime } from './event-time'
import { waitingOf, type Invocation } from './invocation'
import { log } from './log'

const lake = lakeFromEnvironment()
const days = {
  daysAhead: daysVariable('DAYS_AHEAD'),
  retentionDays: daysVariable('RETENTION_DAYS'),
}
const clients = { glue: glueClient() }

/** Runs daily: adds the partitions of today, of the next days and of missed days. */
export async function handler(event: unknown, invocation: Invocation) {
  const today = dayStart(eventTime(event).time)
  const result = await keepPartitions(lake, today, days, clients, waitingOf(invocation))

  const counts = { added: result.added.length, present: result.present.length }
  log('partitions added', { today: dateText(today), ...counts })
  return counts
}
