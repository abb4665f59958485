import { parseSeconds } from '../../lib/engines/option-values'
import type { FileListing } from '../../lib/engines/local/list-files'
import { UsageError } from '../../lib/errors'
import { isoTime } from '../../lib/results/values'
import { parseTimeRange } from '../../lib/time-range'
import type { ArgumentsOf, Command, ExitCode } from '../command'
import { engineSetup } from '../engines/engine-setup'
import { inputOptions } from '../options'
import { listOutputOption, printRows } from '../print-rows'
import { processTerminal, type Terminal } from '../terminal'

const { path, exclude, kind, 'flow-log': flowLog, from, to, lateness } = inputOptions
const options = {
  path,
  exclude,
  kind,
  'flow-log': flowLog,
  from,
  to,
  'log-format': inputOptions['log-format'],
  lateness,
  'no-cache': inputOptions['no-cache'],
  ...listOutputOption,
} as const

/** Prints each file, what it is, its origin and time, and whether a query uses it. */
export async function files(
  args: ArgumentsOf<typeof options>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const paths = args.path ?? []
  if (paths.length === 0) {
    throw new UsageError('no flow logs are given', { help: 'use --path FILE, FOLDER or GLOB' })
  }
  parseSeconds('--lateness', args.lateness)
  const range = parseTimeRange(args, terminal.now())
  const { listFiles } = await import('../../lib/engines/local/list-files')
  const listings = await listFiles({ ...engineSetup(args, paths, undefined, terminal), range })
  const columns = COLUMNS.map((name) => ({ name, type: 'text' as const }))
  await printRows(columns, listings.map(rowOf), args.output, terminal)
  return 0
}

const COLUMNS = [
  'used',
  'what',
  'why',
  'origin',
  'account',
  'region',
  'from',
  'to',
  'file',
] as const

function rowOf({ path, isUsed, what, origin, timeSpan, why }: FileListing) {
  return [
    isUsed ? 'yes' : 'no',
    what || null,
    why || null,
    origin?.id ?? null,
    origin?.account ?? null,
    origin?.region ?? null,
    timeSpan ? isoTime(timeSpan.from) : null,
    timeSpan ? isoTime(timeSpan.to) : null,
    path,
  ]
}

export const filesCommand = {
  usage: 'files',
  describe: 'List the files of a path: what each is, its origin and time, and whether it is used',
  positionals: {},
  options,
  examples: [
    ['files --path logs/', 'What natlens makes of each file'],
    ['files --path logs/ --from 24h', 'The files that can hold records of the last day'],
  ],
  run: files,
} as const satisfies Command
