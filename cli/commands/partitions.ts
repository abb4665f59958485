import type { ConnectLake } from '../../lib/engines/engine-world'
import { required } from '../../lib/engines/option-values'
import { UsageError } from '../../lib/errors'
import { partitionFolder, partitionsOf, type Partition } from '../../lib/lake/layout'
import { dateText, dayStart } from '../../lib/time'
import { describePartitions } from '../../lib/lake/describe-partitions'
import type { ResultColumn } from '../../lib/results/result'
import type { TimeRange, TimeSpan } from '../../lib/time'
import { parseTimeRange } from '../../lib/time-range'
import { connect } from '../aws-clients'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { lakeOptions, withLake, type OpenLake } from '../lake'
import { listOutputOption, printRows } from '../print-rows'
import { progressBar, type ProgressBar } from '../progress'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  action: {
    type: 'string',
    choices: ['list', 'add', 'delete'],
    demandOption: true,
    describe: 'What to do with the partitions of the range',
  },
} as const

const options = {
  from: {
    type: 'string',
    describe: 'Partitions of this hour or later: a date, a time (UTC) or an age such as 7d',
  },
  to: {
    type: 'string',
    describe: 'Partitions before this hour (default: the end of today); required for delete',
  },
  'dry-run': { type: 'boolean', describe: 'Only print what would be added or deleted' },
  ...lakeOptions,
  ...listOutputOption,
} as const

type PartitionsArguments = ArgumentsOf<typeof options & typeof positionals>

/** Partitions with the same outcome. */
interface OutcomeGroup {
  readonly outcome: 'listed' | 'added' | 'present' | 'deleted' | 'gone'
  readonly partitions: readonly Partition[]
}

interface Report {
  readonly groups: readonly OutcomeGroup[]
  readonly unreadable: readonly (readonly string[])[]
}

/** Lists, adds or deletes the lake's partitions: the same work as the Lambda functions', for any range, and idempotent. */
export async function partitions(
  args: PartitionsArguments,
  terminal: Terminal = processTerminal,
  connectTo: ConnectLake = connect,
): Promise<ExitCode> {
  const range = parseTimeRange(args, terminal.now()) ?? {}
  const { from, to } = range
  if (args.action === 'add' && !from) throw new UsageError('--from is missing')
  if (args.action === 'delete' && !to) {
    throw new UsageError('--to is missing', { help: 'delete removes the partitions before it' })
  }
  const closedRange = { from: from ?? new Date(0), to: to ?? dayStart(terminal.now(), 1) }
  if (args.action === 'add' && closedRange.from >= closedRange.to) {
    throw new UsageError(
      `--from ${closedRange.from.toISOString()} is not before the end of today`,
      {
        help: 'use --to to add days ahead',
      },
    )
  }

  const dryRun = args.dryRun === true
  const bar = progressBar('partitions', terminal)
  const report = await withLake(args, terminal, connectTo, (lake) => {
    switch (args.action) {
      case 'list':
        return list(lake, range)
      case 'add':
        return add(lake, closedRange, dryRun, bar)
      case 'delete':
        return remove(lake, { ...(from && { from }), to: closedRange.to }, dryRun, bar)
    }
  }).finally(() => bar.end())

  await printRows(COLUMNS, report.groups.flatMap(rowsOf), args.output, terminal)
  const counts = report.groups.map((each) => `${each.outcome} ${each.partitions.length}`)
  terminal.say(`${dryRun && args.action !== 'list' ? 'dry run: ' : ''}${counts.join(', ')}`)
  if (report.unreadable.length > 0) {
    const [first = []] = report.unreadable
    terminal.say(
      `note: ${report.unreadable.length} skipped, with other values than AWS uses, such as ${first.join('/')}`,
    )
  }
  return 0
}

async function list(lake: OpenLake, range: TimeRange): Promise<Report> {
  const { partitions: all, unreadable } = await listExisting(lake)
  return { groups: [{ outcome: 'listed', partitions: all.filter(isIn(range)) }], unreadable }
}

async function add(
  lake: OpenLake,
  range: TimeSpan,
  dryRun: boolean,
  bar: ProgressBar,
): Promise<Report> {
  const accountIds = required('--account', lake.accountIds)
  const origins = { accountIds, regions: [await lake.region()] }
  const target = { ...tableOf(lake), ...origins }
  if (!dryRun) {
    const { addPartitions } = await import('../../lib/lake/partitions')
    const { added, present } = await addPartitions(
      target,
      range,
      lake.clients,
      lake.waiting,
      (share) => bar.update(share),
    )
    return report({ added, present })
  }
  const present = new Set((await listExisting(lake)).partitions.map(partitionFolder))
  const wanted = partitionsOf(target, range)
  return report({
    added: wanted.filter((each) => !present.has(partitionFolder(each))),
    present: wanted.filter((each) => present.has(partitionFolder(each))),
  })
}

async function remove(
  lake: OpenLake,
  range: { readonly from?: Date; readonly to: Date },
  dryRun: boolean,
  bar: ProgressBar,
): Promise<Report> {
  if (dryRun) {
    const { partitions: all, unreadable } = await listExisting(lake)
    return report({ deleted: all.filter(isIn(range)), gone: [] }, unreadable)
  }
  const { deletePartitions } = await import('../../lib/lake/partitions')
  const result = await deletePartitions(tableOf(lake), range, lake.clients, lake.waiting, (share) =>
    bar.update(share),
  )
  return report({ deleted: result.deleted, gone: result.gone }, result.unreadable)
}

async function listExisting(lake: OpenLake) {
  const { listPartitions } = await import('../../lib/lake/partitions')
  return listPartitions(tableOf(lake), lake.clients, lake.waiting)
}

function tableOf(lake: OpenLake): { readonly database: string; readonly table: string } {
  return { database: required('--database', lake.database), table: required('--table', lake.table) }
}

function report(
  outcomes: Readonly<Partial<Record<OutcomeGroup['outcome'], readonly Partition[]>>>,
  unreadable: Report['unreadable'] = [],
): Report {
  const groups = Object.entries(outcomes).map(([outcome, each]) => ({
    outcome: outcome as OutcomeGroup['outcome'],
    partitions: each,
  }))
  return { groups, unreadable }
}

function isIn({ from, to }: TimeRange): (partition: Partition) => boolean {
  return ({ hour }) => (!from || hour >= from) && (!to || hour < to)
}

const COLUMNS: readonly ResultColumn[] = [
  { name: 'outcome', type: 'text' },
  { name: 'account', type: 'text' },
  { name: 'region', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'hours', type: 'text' },
  { name: 'partitions', type: 'integer' },
]

/** One row for each day of an account and region. */
function rowsOf({ outcome, partitions: all }: OutcomeGroup) {
  const days = new Map<string, Partition[]>()
  for (const partition of all) {
    const { accountId, region, hour } = partition
    const day = `${dateText(hour)} ${accountId} ${region}`
    days.set(day, [...(days.get(day) ?? []), partition])
  }
  return [...days.keys()].sort().map((day) => {
    const [date = '', account = '', region = ''] = day.split(' ')
    const ofDay = days.get(day)!
    const hours = /hours? (.*)$/.exec(describePartitions(ofDay))?.[1] ?? ''
    return [outcome, account, region, date, hours, ofDay.length]
  })
}

export const partitionsCommand = {
  usage: 'partitions <action>',
  describe: 'List, add or delete the partitions of the lake',
  positionals,
  options,
  examples: [
    ['partitions list --from 7d', 'The partitions of the last week'],
    ['partitions add --from 2026-03-01 --to 2026-03-08 --dry-run', 'What a backfill would add'],
    ['partitions delete --to 30d', 'Delete what is older than 30 days'],
  ],
  run: partitions,
} as const satisfies Command
