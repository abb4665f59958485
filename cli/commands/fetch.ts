import { resolve } from 'node:path'
import { FORMATS, parseFormat, type Format } from '../../lib/flow-log/format'
import { locateLogGroups } from '../../lib/engines/cloudwatch/log-group-location'
import type { ConnectLake, ConnectLogs } from '../../lib/engines/engine-world'
import { parseSeconds } from '../../lib/engines/option-values'
import { systemClock, type Clock } from '../../lib/engines/wait'
import { UsageError } from '../../lib/errors'
import type { ResultColumn } from '../../lib/results/result'
import { isoTime } from '../../lib/results/values'
import { parseTimeRange, refuseFuture } from '../../lib/time-range'
import { connect, connectLogs } from '../aws-clients'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { fetchEvents } from '../fetch/fetch-events'
import { fetchLogs } from '../fetch/fetch-logs'
import type { FetchReport, FetchWork } from '../fetch/fetch-report'
import { explainWriteError } from '../fetch/write-error'
import { commandPrefix, quoted } from '../invocation'
import { checkAccountAndRegion } from '../lake'
import { awsOptions, latenessOption } from '../options'
import { listOutputOption, printRows } from '../print-rows'
import { configOption, findSettings } from '../settings'
import { processTerminal, type Terminal } from '../terminal'

const options = {
  from: {
    type: 'string',
    demandOption: true,
    describe: 'Records that start at this time or later: a date, a time (UTC) or an age such as 2h',
  },
  to: { type: 'string', describe: 'Records that start before this time (default: now)' },
  out: { type: 'string', demandOption: true, describe: 'The folder to write to' },
  engine: {
    alias: 'e',
    type: 'string',
    choices: ['athena', 'cloudwatch'],
    describe: 'The logs to fetch (default: the lake in S3, or CloudWatch with --log-group)',
  },
  'log-group': {
    type: 'string',
    array: true,
    describe: "A log group's name or ARN; repeatable",
  },
  bucket: { type: 'string', describe: "The bucket of the logs, instead of the lake's" },
  prefix: { type: 'string', describe: 'The folder of AWSLogs/ in the bucket' },
  account: {
    type: 'string',
    array: true,
    describe: 'An account to fetch logs of; repeatable (default: all)',
  },
  'log-format': {
    type: 'string',
    describe: "The format of a log group's records, for the command that reads them",
  },
  ...latenessOption,
  'dry-run': { type: 'boolean', describe: 'Only print what would be fetched' },
  ...configOption,
  ...awsOptions,
  ...listOutputOption,
} as const

type FetchArguments = ArgumentsOf<typeof options>

export interface FetchWorld {
  readonly connect?: ConnectLake
  readonly connectLogs?: ConnectLogs
  readonly clock?: Clock
}

/** Fetches the flow logs of a range into a folder that `--path` reads; a later run resumes. */
export async function fetch(
  args: FetchArguments,
  terminal: Terminal = processTerminal,
  world: FetchWorld = {},
): Promise<ExitCode> {
  checkAccountAndRegion(args)
  const now = terminal.now()
  const { from = now, to = now } = parseTimeRange(args, now) ?? {}
  refuseFuture(from, now)
  const isEvents = readsLogGroup(args)
  const settings = await findSettings(args, terminal)
  const logFormat = args.logFormat === undefined ? undefined : parseFormat(args.logFormat)
  const groups = locateLogGroups({ logGroup: args.logGroup, logFormat }, settings)
  const work: FetchWork = {
    range: { from, to: to > now ? now : to },
    folder: resolve(terminal.folder, args.out),
    latenessSeconds: parseSeconds('--lateness', args.lateness),
    dryRun: args.dryRun === true,
    settings,
    waiting: {
      clock: world.clock ?? systemClock,
      remaining: () => Infinity,
      signal: terminal.signal,
    },
  }

  const fetching: Promise<FetchReport> = isEvents
    ? fetchEvents(args, work, terminal, world.connectLogs ?? connectLogs)
    : fetchLogs(args, work, terminal, world.connect ?? connect)
  const report = await fetching.catch((error: unknown) => {
    const help =
      'free space there, or use another --out, and run it again; files that are there are complete'
    throw explainWriteError(error, args.out, help)
  })

  await printRows(COLUMNS, report.rows, args.output, terminal)
  for (const line of report.messages) terminal.say(line)
  if (!work.dryRun && report.files > 0) {
    terminal.say(nextStep(args, work, isEvents ? groups.logFormat : undefined, terminal))
  }
  return report.isWhole ? 0 : 1
}

function readsLogGroup({ engine, logGroup, bucket, prefix, account }: FetchArguments): boolean {
  const isEvents = engine === undefined ? logGroup !== undefined : engine === 'cloudwatch'
  const [unused] = isEvents
    ? [bucket && '--bucket', prefix && '--prefix', account && '--account'].filter(Boolean)
    : [logGroup && '--log-group'].filter(Boolean)
  if (!unused) return isEvents
  throw new UsageError(`${unused} does not apply to ${isEvents ? 'a log group' : 'the lake'}`, {
    help: '--log-group and --engine cloudwatch fetch from CloudWatch; --bucket, --prefix and --account from S3',
  })
}

const COLUMNS: readonly ResultColumn[] = [
  { name: 'outcome', type: 'text' },
  { name: 'from', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'files', type: 'integer' },
  { name: 'records', type: 'integer' },
  { name: 'bytes', type: 'integer', unit: 'bytes' },
]

/** The command that reads what was fetched. */
function nextStep(
  { out }: FetchArguments,
  { range: { from, to } }: FetchWork,
  format: Format | undefined,
  terminal: Terminal,
): string {
  const knowsPackets = !format || format.some(({ name }) => name === 'pktDstAddr')
  const query = knowsPackets ? 'nat/conversations' : 'nat/egress-via-nat'
  const formatOption = format ? ` --log-format ${quoted(formatText(format))}` : ''
  const range = `--from ${isoTime(from)} --to ${isoTime(to)}`
  return `next: ${commandPrefix(terminal)} run ${query} --path ${quoted(out)} ${range}${formatOption}`
}

function formatText(format: Format): string {
  const text = tokens(format)
  const named = Object.entries(FORMATS).find(([, each]) => tokens(each) === text)
  return named?.[0] ?? text
}

function tokens(format: Format): string {
  return format.map(({ token }) => token).join(' ')
}

export const fetchCommand = {
  usage: 'fetch',
  describe: 'Fetch the flow logs of a range into a folder, for --path',
  positionals: {},
  options,
  examples: [
    ['fetch --from 6h --out incident/ --dry-run', 'How much the lake has of the last six hours'],
    ['fetch --from 2026-03-01 --to 2026-03-02 --out incident/', 'A day of the lake'],
    ['fetch --log-group vpc-flow-logs --from 2h --out incident/', 'Two hours of a log group'],
  ],
  run: fetch,
} as const satisfies Command
