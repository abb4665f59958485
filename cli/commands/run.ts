import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../../lib/catalogue/query'
import { UsageError } from '../../lib/errors'
import { PRESENTERS } from '../../lib/presenters/presenters'
import type { ResultColumn } from '../../lib/results/result'
import { parseTimeRange } from '../../lib/time-range'
import type { Command, ExitCode, Given } from '../command'
import { sayWhenGuessing } from '../exactness'
import { conversation, openLocal, statisticsLine } from '../local'
import { inputOptions, outputOption, paramOption, parseCount } from '../options'
import { chosenQuery, understood } from '../question'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  name: { type: 'string', describe: 'A name from `natlens list`' },
  paths: {
    type: 'string',
    array: true,
    describe: 'Further paths, as a shell leaves them of --path *',
  },
} as const

const options = {
  query: {
    alias: 'q',
    type: 'string',
    describe: 'Logs Insights QL to run instead of a named query',
  },
  file: { alias: 'f', type: 'string', describe: 'A file of Logs Insights QL; - is stdin' },
  ...paramOption,
  ...inputOptions,
  ...outputOption,
  limit: {
    alias: 'n',
    type: 'string',
    describe: "Rows, instead of the query's own limit; 0 is all",
  },
} as const

type RunArguments = Given<typeof options & typeof positionals>

/** Runs a query over files and prints its rows. */
export async function run(
  args: RunArguments,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const limit = args.limit === undefined ? undefined : parseCount('--limit', args.limit)
  const range = parseTimeRange(args, terminal.now())
  const { source, path } = sorted(args)
  const query = await chosenQuery(source, terminal)
  const params = args.param ?? []
  const { text, plan } = understood(query, { params, limit }, terminal)
  const engine = await openLocal({ ...args, path }, terminal)

  const talk = conversation(query.name, terminal)
  try {
    const onLog = sayWhenGuessing(query, params, talk.onNotice)
    const result = await engine.run({ ...query, text, plan, range }, { ...talk, onLog })
    const columns = withUnits(result.columns, query)
    for await (const text of PRESENTERS[args.output](columns, result.batches, terminal.layout)) {
      await terminal.print(text)
    }
    if (args.verbose || terminal.isTalkative) terminal.say(statisticsLine(result.statistics()))
  } finally {
    talk.end()
  }
  return args.strict && talk.isDamaged() ? 1 : 0
}

/** With --query or --file there is no name: every positional argument is a path. */
function sorted({ name, paths = [], query, file, path = [] }: RunArguments) {
  const isAdHoc = query !== undefined || file !== undefined
  if (name === undefined || !isAdHoc)
    return { source: { name, query, file }, path: [...path, ...paths] }
  if (
    loadCatalogue()
      .all()
      .some((known) => known.name === name)
  ) {
    throw new UsageError(
      `\`${name}\` and ${query === undefined ? '--file' : '--query'} are both given`,
      {
        help: 'one query runs at a time',
      },
    )
  }
  return { source: { query, file }, path: [...path, name, ...paths] }
}

/** The units that the query's text states for its columns. */
export function withUnits(
  columns: readonly ResultColumn[],
  { units }: Pick<CatalogueQuery, 'units'>,
): readonly ResultColumn[] {
  return columns.map((column) => ({ ...column, unit: units.get(column.name) ?? column.unit }))
}

export const runCommand = {
  usage: 'run [name] [paths..]',
  describe: 'Run a query over flow-log files and print its rows',
  positionals,
  options,
  examples: [
    ['run nat/conversations --path logs/', 'Who uses the NAT gateways'],
    ['run nat/talkers -p logs/ --from 7d -n 0 -o csv', 'Every row of the last week, as CSV'],
    ['run traffic/cidr-to-cidr -p logs/ --param source=10.0.0.0/8', 'A query with a parameter'],
    ["run -p logs/ -q 'stats sum(bytes) by dstAddr | limit 5'", 'A query of your own'],
  ],
  run,
} as const satisfies Command
