import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import { isArchived, type CatalogueQuery } from '../../lib/catalogue/query'
import { closest } from '../../lib/closest'
import type { ConnectLake } from '../../lib/engines/engine-world'
import { required } from '../../lib/engines/option-values'
import { UsageError, UserError } from '../../lib/errors'
import { archiveFolder, FIRST_QUERY } from '../../lib/lake/archive-query'
import { DAY_MS, dateText, dayStart, firstKeptDay, isDate } from '../../lib/time'
import { parseTimeRange } from '../../lib/time-range'
import { connect } from '../aws-clients'
import { countOutcomes, runArchive } from '../archive-run'
import { archiveTable } from '../archive-table'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { lakeOptions, withLake, type OpenLake } from '../lake'
import { listOutputOption, printRows } from '../print-rows'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  action: {
    type: 'string',
    choices: ['list', 'show', 'get', 'run'],
    demandOption: true,
    describe: 'List days, show or get the file of one, or run the queries of days that are missing',
  },
  date: { type: 'string', describe: 'The day to show or get, as 2026-03-14' },
} as const

const options = {
  from: {
    type: 'string',
    describe: 'This day or later: a date, a time (UTC) or an age such as 7d',
  },
  to: { type: 'string', describe: 'Days before this one (default: today)' },
  query: {
    alias: 'q',
    type: 'string',
    array: true,
    describe: `A query of the archive; all for list and run, ${FIRST_QUERY} for show and get`,
  },
  out: { type: 'string', describe: 'The file that get writes, instead of stdout' },
  force: { type: 'boolean', describe: 'Run days again that are archived, or past retention' },
  'dry-run': { type: 'boolean', describe: 'Only print what run would do' },
  ...lakeOptions,
  bucket: { type: 'string', describe: 'The bucket of the archive' },
  workgroup: { type: 'string', describe: 'The Athena workgroup' },
  ...listOutputOption,
} as const

type ArchiveArguments = ArgumentsOf<typeof options & typeof positionals>

/** The work of one action, in the open lake. */
type Action = (
  args: ArchiveArguments,
  lake: OpenLake,
  terminal: Terminal,
  catalogue: Catalogue,
) => Promise<ExitCode>

/** Lists, shows and gets the days of the archive, and archives those that are missing. */
export async function archive(
  args: ArchiveArguments,
  terminal: Terminal = processTerminal,
  connectTo: ConnectLake = connect,
  catalogue: Catalogue = loadCatalogue(),
): Promise<ExitCode> {
  if (args.action === 'show' || args.action === 'get') parseDay(args)
  else if (args.date !== undefined) {
    throw new UsageError(`unexpected argument \`${args.date}\``, {
      help: 'use --from and --to to choose days',
    })
  }
  findQueries(args, catalogue)
  return withLake(args, terminal, connectTo, (lake) =>
    ACTIONS[args.action](args, lake, terminal, catalogue),
  )
}

const list: Action = async (args, lake, terminal, catalogue) => {
  const { archivedDates } = await import('../../lib/lake/archive-bucket')
  const bucket = bucketOf(args, lake)
  const isRange = args.from !== undefined || args.to !== undefined
  const rows: (string | null)[][] = []
  for (const { name } of findQueries(args, catalogue)) {
    const archived = await archivedDates({ bucket, s3: lake.clients.s3 }, name, lake.waiting)
    const wanted = isRange ? findDays(args, terminal, archived[0]).map(dateText) : archived
    for (const date of wanted) {
      const isPresent = archived.includes(date)
      const key = isPresent ? archiveFolder(name).keyOf(date) : null
      rows.push([date, name, isPresent ? 'archived' : 'missing', key])
    }
  }
  const columns = ['date', 'query', 'outcome', 'key'].map((name) => ({
    name,
    type: 'text' as const,
  }))
  await printRows(columns, rows, args.output, terminal)
  return 0
}

const show: Action = async (args, lake, terminal, catalogue) => {
  const query = findQuery(args, catalogue)
  const { columns, rows } = archiveTable(Buffer.from(await readFile(args, lake, query)), query)
  await printRows(columns, rows, args.output, terminal)
  return 0
}

const get: Action = async (args, lake, terminal, catalogue) => {
  const bytes = await readFile(args, lake, findQuery(args, catalogue))
  if (args.out === undefined) {
    await terminal.print(Buffer.from(bytes).toString('utf8'))
    return 0
  }
  await writeFile(resolve(terminal.folder, args.out), bytes).catch((cause: Error) => {
    throw new UserError(`\`${args.out}\` cannot be written: ${cause.message}`, { cause })
  })
  terminal.say(`wrote ${bytes.length} bytes to ${args.out}`)
  return 0
}

const run: Action = async (args, lake, terminal, catalogue) => {
  const { settings } = lake
  if (!settings) {
    throw new UsageError('the settings are missing', {
      help: "the archive's SQL depends on the log's format and the NAT gateways: use natlens.config.json or --config",
    })
  }
  const days = findDays(args, terminal, undefined)
  const archivedLake = {
    database: required('--database', lake.database),
    table: required('--table', lake.table),
    accountIds: required('--account', lake.accountIds),
    regions: [await lake.region()],
    workgroup: args.workgroup ?? settings.lake.workgroupName,
    archiveBucket: bucketOf(args, lake),
    // Logs may have been delivered since: Athena must not return its earlier result.
    ...(args.force && { run: terminal.now().toISOString() }),
  }
  const { compileArchive } = await import('../../lib/lake/compile-archive')
  const { compiled, leftOut } = compileArchive(
    { ...settings, ...settings.lake, ...archivedLake },
    catalogue,
  )
  const names = findQueries(args, catalogue).map(({ name }) => name)
  for (const { query, reason } of leftOut.filter((each) => names.includes(each.query))) {
    terminal.say(`note: skipped ${query}: ${reason}`)
  }

  const { retentionDays, bucketExisting } = settings.lake
  const steps = await runArchive(
    {
      days,
      queries: compiled.filter(({ name }) => names.includes(name)),
      firstKept: bucketExisting ? undefined : firstKeptDay(terminal.now(), retentionDays),
      force: args.force === true,
      dryRun: args.dryRun === true,
    },
    archivedLake,
    lake,
    terminal,
  )
  const rows = steps.map((each) => STEP_COLUMNS.map(({ name }) => each[name]))
  await printRows(STEP_COLUMNS, rows, args.output, terminal)
  terminal.say(`${args.dryRun ? 'dry run: ' : ''}${countOutcomes(steps) || 'nothing to archive'}`)
  return steps.some(({ outcome }) => outcome === 'failed') ? 1 : 0
}

const ACTIONS = { list, show, get, run } as const satisfies Record<
  ArchiveArguments['action'],
  Action
>

const STEP_COLUMNS = [
  { name: 'date', type: 'text' },
  { name: 'query', type: 'text' },
  { name: 'outcome', type: 'text' },
  { name: 'rows', type: 'integer' },
  { name: 'bytesScanned', type: 'integer', unit: 'bytes' },
  { name: 'key', type: 'text' },
] as const

async function readFile(args: ArchiveArguments, lake: OpenLake, query: CatalogueQuery) {
  const { getFile } = await import('../../lib/lake/archive-bucket')
  const key = archiveFolder(query.name).keyOf(parseDay(args))
  return getFile({ bucket: bucketOf(args, lake), s3: lake.clients.s3 }, key, lake.waiting)
}

function bucketOf({ bucket }: ArchiveArguments, { settings }: OpenLake): string {
  return required('--bucket', bucket ?? settings?.lake.archiveBucketName)
}

function parseDay({ action, date }: ArchiveArguments): string {
  if (date === undefined) {
    throw new UsageError('the day is missing', { help: `\`natlens archive ${action} 2026-03-14\`` })
  }
  if (isDate(date)) return date
  throw new UsageError(`\`${date}\` is not a day such as 2026-03-14`)
}

/** The past days of the range; without --from it begins with `first`. */
function findDays(args: ArchiveArguments, terminal: Terminal, first: string | undefined): Date[] {
  const range = parseTimeRange(args, terminal.now()) ?? {}
  const today = dayStart(terminal.now())
  const from = range.from ?? (first === undefined ? undefined : new Date(`${first}T00:00:00Z`))
  if (!from && args.action === 'run') throw new UsageError('--from is missing')
  const to = range.to ?? today
  if (to > dayStart(today, 1) || (range.from && range.from >= today)) {
    throw new UsageError(`the range is not over yet: today is ${dateText(today)}`, {
      help: `the last day that can be archived is ${dateText(dayStart(today, -1))}`,
    })
  }
  const days: Date[] = []
  const end = Math.min(to.getTime(), today.getTime())
  for (let day = dayStart(from ?? to).getTime(); day < end; day += DAY_MS) days.push(new Date(day))
  return days
}

/** The queries that --query names, or all that the archive keeps. */
function findQueries({ query }: ArchiveArguments, catalogue: Catalogue): readonly CatalogueQuery[] {
  const archived = catalogue.all().filter(isArchived)
  if (query === undefined) return archived
  const names = archived.map(({ name }) => name)
  return query.map((wanted) => {
    const match = archived.find(({ name }) => name === wanted)
    if (match) return match
    const near = closest(wanted, names)
    throw new UsageError(`the archive has no query \`${wanted}\``, {
      help: near ? `Did you mean \`${near}\`?` : `it has ${names.join(', ')}`,
    })
  })
}

function findQuery(args: ArchiveArguments, catalogue: Catalogue): CatalogueQuery {
  const [only, second] = findQueries({ ...args, query: args.query ?? [FIRST_QUERY] }, catalogue)
  if (only && !second) return only
  throw new UsageError('--query is given more than once', {
    help: `\`natlens archive ${args.action}\` reads one file`,
  })
}

export const archiveCommand = {
  usage: 'archive <action> [date]',
  describe: 'List, show, get or run the daily archive',
  positionals,
  options,
  examples: [
    ['archive list --from 30d', 'Which days are archived, and which are missing'],
    ['archive show 2026-03-14', "A day's top conversations"],
    ['archive run --from 7d --dry-run', 'What a backfill of the last week would do'],
    ['archive get 2026-03-14 --out top.csv', 'The file as it is'],
  ],
  run: archive,
} as const satisfies Command
