import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import { fieldsOf, type LogDescription } from '../../lib/dialects/dialect'
import { ENGINES } from '../../lib/engines/engines'
import { UsageError } from '../../lib/errors'
import { FORMAT_NAMES, FORMATS, parseFormat } from '../../lib/flow-log/format'
import { parseTimeRange } from '../../lib/time-range'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { ENGINE_NAMES, engineNamed, INSIGHTS_ENGINE } from '../engines/engine-list'
import { paramOption, rangeOptions } from '../options'
import { prepareQuery } from '../prepare-query'
import { configOption, findSettings } from '../settings'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  name: { type: 'string', demandOption: true, describe: 'A name from `natlens list`' },
} as const

const options = {
  engine: {
    alias: 'e',
    type: 'string',
    choices: ENGINE_NAMES,
    default: INSIGHTS_ENGINE.name,
    describe: 'The engine to print the text for',
  },
  ...paramOption,
  ...rangeOptions,
  'log-format': {
    type: 'string',
    describe: `The fields of the log, for SQL: ${FORMAT_NAMES}, or a list of fields; default: those of the settings, else v5`,
  },
  ...configOption,
} as const

/** Prints the text that an engine would run: Insights QL, or SQL. */
export async function show(
  args: ArgumentsOf<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
  catalogue: Catalogue = loadCatalogue(),
): Promise<ExitCode> {
  const { queryForm, readsFiles, title } = engineNamed(args.engine)
  if (queryForm.kind === 'insights-ql') refuseLogFormat(args)
  const range = parseTimeRange(args, terminal.now())
  const query = catalogue.find(args.name)
  const { text, plan } = prepareQuery(query, { params: args.param ?? [] }, terminal)

  if (queryForm.kind === 'insights-ql') {
    if (range) terminal.say(`note: the time range is not part of the text; ${title} takes it beside the query`) // prettier-ignore
    await terminal.print(`${text.trimEnd()}\n`)
    return 0
  }
  const { table, logFormat = FORMATS.v5 } = queryForm.source(
    readsFiles ? undefined : await findSettings(args, terminal),
  )
  const format = args.logFormat === undefined ? logFormat : parseFormat(args.logFormat)
  const dialect = await queryForm.loadDialect()
  const log: LogDescription = { fields: fieldsOf(format), table }
  await terminal.print(`${dialect.compile(plan, log, range).text.trimEnd()}\n`)
  return 0
}

function refuseLogFormat({
  engine,
  logFormat,
}: {
  engine: string
  logFormat?: string | undefined
}): void {
  if (logFormat === undefined) return
  const sqlEngines = ENGINES.filter(({ queryForm }) => queryForm.kind === 'sql')
  const names = sqlEngines.map(({ name }) => `--engine ${name}`).join(', ')
  throw new UsageError(`--log-format does not apply to --engine ${engine}`, {
    help: `it is for SQL: ${names}`,
  })
}

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
