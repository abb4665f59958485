import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { countText } from '../../lib/count-text'
import type { GroupOutcome } from '../../lib/engines/local/ingest/group-outcome'
import { UsageError } from '../../lib/errors'
import { parseLineFormat } from '../../lib/flow-log/format'
import { humanBytes } from '../../lib/human-bytes'
import type { Cell, ResultColumn } from '../../lib/results/result'
import { dateText } from '../../lib/time'
import type { ArgumentsOf, Command, ExitCode } from '../command'
import { isS3Address } from '../fetch/s3-address'
import { commandPrefix, quoted } from '../invocation'
import { inputOptions } from '../options'
import { listOutputOption, printRows } from '../print-rows'
import { runFeedback } from '../run-feedback'
import { processTerminal, type Terminal } from '../terminal'

const { strict, verbose } = inputOptions

const options = {
  path: {
    ...inputOptions.path,
    demandOption: true,
    describe: 'Flow-log file, folder or glob; repeatable',
  },
  out: { type: 'string', demandOption: true, describe: 'The folder of the copies' },
  'log-format': inputOptions['log-format'],
  'dry-run': { type: 'boolean', describe: 'Only print what would be written' },
  strict,
  verbose,
  ...listOutputOption,
} as const

/** Copies flow logs to Parquet files in AWS's layout; a later run resumes, and adds and replaces what changed. */
export async function ingest(
  args: ArgumentsOf<typeof options>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  if (args.out === '') throw new UsageError('--out requires a folder')
  const out = resolve(terminal.folder, args.out)
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(`--out \`${args.out}\` is not a folder`)
  }
  const remote = args.path.find(isS3Address)
  if (remote !== undefined) {
    throw new UsageError(`\`${remote}\` is not on this machine`, {
      help: '`natlens fetch` downloads logs into a folder, for --path',
    })
  }
  const isDryRun = args.dryRun === true
  const feedback = runFeedback('ingest', terminal, args.verbose)
  const outcomes: GroupOutcome[] = []
  // Loads DuckDB.
  const { ingest: ingestLogs } = await import('../../lib/engines/local/ingest/ingest')
  try {
    const groups = ingestLogs(
      {
        paths: args.path,
        logFormat: args.logFormat === undefined ? undefined : parseLineFormat(args.logFormat),
        out,
        isDryRun,
      },
      feedback,
    )
    for await (const outcome of groups) outcomes.push(outcome)
  } catch (error) {
    feedback.end()
    if (outcomes.some(isWritten)) terminal.say(`stopped after: ${countsText(outcomes)}; run it again to resume`) // prettier-ignore
    throw error
  }
  feedback.end()

  await printRows(COLUMNS, rowsOf(outcomes), args.output, terminal)
  terminal.say(isDryRun ? `dry run: ${countsText(outcomes)}` : doneText(outcomes, args.out))
  if (!isDryRun && outcomes.some(({ files = 0 }) => files > 0)) {
    terminal.say(`next: ${commandPrefix(terminal)} summary --path ${quoted(args.out)}`)
  }
  const isFailed = outcomes.some(({ isWhole }) => !isWhole)
  return isFailed || (args.strict && feedback.isDamaged()) ? 1 : 0
}

const COLUMNS: readonly ResultColumn[] = [
  { name: 'outcome', type: 'text' },
  { name: 'flow log', type: 'text' },
  { name: 'date', type: 'text' },
  { name: 'sources', type: 'integer' },
  { name: 'copies', type: 'integer' },
  { name: 'records', type: 'integer' },
  { name: 'bytes', type: 'integer', unit: 'bytes' },
]

/** How each outcome is named, in the order of the messages. */
const OUTCOMES = {
  write: 'written',
  extend: 'extended',
  present: 'present',
  conflict: 'conflict',
  skipped: 'skipped',
} as const satisfies Record<GroupOutcome['outcome'], string>

/** One row for each outcome of a flow log and day. */
function rowsOf(outcomes: readonly GroupOutcome[]): readonly (readonly Cell[])[] {
  const days = new Map<string, GroupOutcome[]>()
  for (const each of outcomes) {
    const { flowLogId = 'unknown', hour } = each.group
    const day = [hour ? dateText(hour) : '', flowLogId, OUTCOMES[each.outcome]].join('\0')
    days.set(day, [...(days.get(day) ?? []), each])
  }
  return [...days.keys()].sort().map((day) => {
    const [date = '', flowLog = '', outcome = ''] = day.split('\0')
    const ofDay = days.get(day)!
    const figures = (['sources', 'files', 'records', 'bytes'] as const).map((each) => sum(ofDay, each)) // prettier-ignore
    return [outcome, flowLog, date === '' ? null : date, ...figures]
  })
}

function sum(
  outcomes: readonly GroupOutcome[],
  figure: 'sources' | 'files' | 'records' | 'bytes',
): number | null {
  return outcomes.some((each) => each[figure] === undefined)
    ? null
    : outcomes.reduce((total, each) => total + each[figure]!, 0)
}

function isWritten({ outcome }: GroupOutcome): boolean {
  return outcome === 'write' || outcome === 'extend'
}

/** `written 240, present 48 sources` */
function countsText(outcomes: readonly GroupOutcome[]): string {
  const counts = Object.entries(OUTCOMES).flatMap(([outcome, name]) => {
    const count = sum(
      outcomes.filter((each) => each.outcome === outcome),
      'sources',
    )!
    return count > 0 ? [`${name} ${countText(count)}`] : []
  })
  const total = sum(outcomes, 'sources')
  return `${counts.join(', ')} ${total === 1 ? 'source' : 'sources'}`
}

function doneText(outcomes: readonly GroupOutcome[], out: string): string {
  const written = outcomes.filter(isWritten)
  if (written.length === 0) return `nothing to write: ${countsText(outcomes)}`
  const figures = [
    countText(sum(written, 'files')!, 'copy', 'copies'),
    countText(sum(written, 'records')!, 'record'),
    humanBytes(sum(written, 'bytes')!),
  ]
  return `wrote ${figures.join(', ')} to ${out}: ${countsText(outcomes)}`
}

export const ingestCommand = {
  usage: 'ingest',
  describe: 'Copy flow logs to Parquet files, which are read faster',
  positionals: {},
  options,
  examples: [
    ['ingest --path logs/ --out lake/', 'Copy all logs; a later run copies what is new'],
    ['ingest --path logs/ --out lake/ --dry-run', 'How much a run would copy'],
    ['summary --path lake/', 'Read the copies'],
  ],
  run: ingest,
} as const satisfies Command
