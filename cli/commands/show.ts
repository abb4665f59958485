import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import { athena } from '../../lib/dialects/athena'
import { fieldsOf, type LogDescription, type SqlDialect } from '../../lib/dialects/dialect'
import { duckdb } from '../../lib/dialects/duckdb'
import { FORMATS, parseFormat } from '../../lib/flow-log/format'
import { parseTimeRange } from '../../lib/time-range'
import type { Command, ExitCode, Given } from '../command'
import { paramOption, rangeOptions } from '../options'
import { understood } from '../question'
import { configOption, findSettings } from '../settings'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  name: { type: 'string', demandOption: true, describe: 'A name from `natlens list`' },
} as const

const options = {
  engine: {
    alias: 'e',
    type: 'string',
    choices: ['cloudwatch', 'athena', 'trino', 'local'],
    default: 'cloudwatch',
    describe: 'The engine that would run the text',
  },
  ...paramOption,
  ...rangeOptions,
  'log-format': {
    type: 'string',
    describe:
      'The fields that the log has, for SQL: v2 … v11, or a list of fields; those of the settings or v5 unless told',
  },
  ...configOption,
} as const

/** Prints the text that an engine would run: Insights QL for CloudWatch, SQL for the others. */
export async function show(
  args: Given<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
  catalogue: Catalogue = loadCatalogue(),
): Promise<ExitCode> {
  const range = parseTimeRange(args, terminal.now())
  const query = catalogue.find(args.name)
  const { text, plan } = understood(query, { params: args.param ?? [] }, terminal)

  if (args.engine === 'cloudwatch') {
    // There a range is no part of the text.
    if (range) terminal.say('note: CloudWatch takes the time range beside the text, not in it')
    await terminal.print(`${text.trimEnd()}\n`)
    return 0
  }
  const lake = args.engine === 'local' ? undefined : (await findSettings(args, terminal))?.lake
  const { dialect, catalog } = SQL[args.engine]
  const table = catalog
    ? [catalog, lake?.databaseName ?? 'natlens', lake?.tableName ?? 'flow_logs']
    : ['flow_logs']
  const format =
    args.logFormat === undefined ? (lake?.logFormat ?? FORMATS.v5) : parseFormat(args.logFormat)
  const log: LogDescription = { fields: fieldsOf(format), table }
  await terminal.print(`${dialect.compile(plan, log, range).text.trimEnd()}\n`)
  return 0
}

const SQL = {
  athena: { dialect: athena, catalog: 'awsdatacatalog' },
  trino: { dialect: athena, catalog: 'hive' },
  local: { dialect: duckdb, catalog: undefined },
} as const satisfies Record<
  string,
  { readonly dialect: SqlDialect; readonly catalog: string | undefined }
>

export const showCommand = {
  usage: 'show <name>',
  describe: 'Print the text that an engine would run for a query',
  positionals,
  options,
  examples: [
    ['show nat/conversations', 'Insights QL, to paste into the CloudWatch console'],
    ['show nat/talkers --engine athena --from 2026-03-01 --to 2026-04-01', 'SQL for Athena'],
  ],
  run: show,
} as const satisfies Command
