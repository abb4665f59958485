import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../../lib/catalogue/query'
import { ask } from '../../lib/engines/ask'
import type { Engine } from '../../lib/engines/engine'
import { InterruptedError, UsageError } from '../../lib/errors'
import { PRESENTERS } from '../../lib/presenters/presenters'
import { parseTimeRange, type TimeRange } from '../../lib/time-range'
import { awsError } from '../aws-errors'
import type { Command, ExitCode, Given } from '../command'
import { engineOptions } from '../engines/engine-options'
import type { EngineWorld } from '../engines/open-engine'
import { refuseRemote } from '../engines/option-owners'
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
  ...engineOptions,
} as const

type RunArguments = Given<typeof options & typeof positionals>

/** Runs a query over files, or on an engine that has the records, and prints its rows. */
export async function run(
  args: RunArguments,
  terminal: Terminal = processTerminal,
  world?: EngineWorld,
): Promise<ExitCode> {
  const limit = args.limit === undefined ? undefined : parseCount('--limit', args.limit)
  const given = parseTimeRange(args, terminal.now())
  const { source, path } = sorted(args)
  const isLocal = path.length > 0 || args.engine === 'local'
  if (isLocal) refuseRemote(args, args.path !== undefined)
  const query = await chosenQuery(source, terminal)
  const params = args.param ?? []
  const { engine } = args
  const meaning = understood(query, { params, limit, engine }, terminal)

  const opened = isLocal
    ? { engine: await openLocal({ ...args, path }, terminal), range: given }
    : await openForRange(args, given, query, terminal, world)
  if (!opened) return 0

  const talk = conversation(query.name, terminal)
  try {
    const onLog = sayWhenGuessing(query, params, talk.onNotice)
    const question = { ...query, ...meaning, range: opened.range }
    const answer = await ask(opened.engine, question, { ...talk, onLog })
    for await (const text of PRESENTERS[args.output](answer, terminal.layout)) {
      await terminal.print(text)
    }
    if (args.verbose || terminal.isTalkative) {
      terminal.say(statisticsLine(await answer.statistics))
    }
  } catch (error) {
    talk.end()
    throw explained(error, opened.engine, terminal)
  } finally {
    talk.end()
  }
  return args.strict && talk.isDamaged() ? 1 : 0
}

/** An engine that is no part of this machine, and the range that it is asked for; undefined when only estimates were wanted. */
async function openForRange(
  args: RunArguments,
  given: TimeRange | undefined,
  { needs }: CatalogueQuery,
  terminal: Terminal,
  world: EngineWorld | undefined,
): Promise<{ readonly engine: Engine; readonly range: TimeRange } | undefined> {
  const { remoteEngine } = await import('../engines/remote-engine')
  const remote = await remoteEngine(args, { range: given, needs }, terminal, world)
  if (remote.kind === 'engine') return remote

  const { ESTIMATE_COLUMNS, estimateRow } = await import('../engines/choose-engine')
  const rows = remote.estimates.map(estimateRow)
  for await (const text of PRESENTERS[args.output](
    { columns: ESTIMATE_COLUMNS, batches: [rows] },
    terminal.layout,
  )) {
    await terminal.print(text)
  }
  return undefined
}

/** What AWS refuses as one message; what became of a query that was interrupted is said. */
function explained(error: unknown, { name }: Engine, terminal: Terminal): unknown {
  if (error instanceof InterruptedError && error.message.startsWith(`${name}: `)) {
    terminal.say(error.message)
  }
  return name === 'cloudwatch' || name === 'athena' ? awsError(error) : error
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

export const runCommand = {
  usage: 'run [name] [paths..]',
  describe: 'Run a query over flow-log files, on CloudWatch, Athena or Trino, and print its rows',
  positionals,
  options,
  examples: [
    ['run nat/conversations --path logs/', 'Who uses the NAT gateways'],
    ['run nat/talkers -p logs/ --from 7d -n 0 -o csv', 'Every row of the last week, as CSV'],
    ['run traffic/cidr-to-cidr -p logs/ --param source=10.0.0.0/8', 'A query with a parameter'],
    ['run nat/conversations --from 24h', 'The last day, on the cheapest engine of the settings'],
    ['run nat/talkers --log-group vpc-flow-logs --from 3h', 'CloudWatch, without settings'],
    ["run -p logs/ -q 'stats sum(bytes) by dstAddr | limit 5'", 'A query of your own'],
  ],
  run,
} as const satisfies Command
