import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { countText } from '../../lib/count-text'
import { ask, type AskOptions, type DescribedQuestion } from '../../lib/engines/ask'
import type { Engine, LogSummary } from '../../lib/engines/engine'
import type { EngineWorld } from '../../lib/engines/engine-world'
import { InterruptedError, UsageError } from '../../lib/errors'
import { PRESENTERS } from '../../lib/presenters/presenters'
import { parseTimeRange } from '../../lib/time-range'
import type { AnswerFacts } from '../answer-file'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import type { EngineEstimate } from '../engines/choose-engine'
import { engineNamed } from '../engines/engine-list'
import { engineOptions, type EngineArguments } from '../engines/engine-options'
import type { Opened, OpenRequest } from '../engines/open-engine'
import { selectEngines, type Selection } from '../engines/select-engines'
import { enrichmentOf } from '../enrichment'
import { guessNoticesOf } from '../exactness'
import { formatStatistics } from '../format-statistics'
import { natCheck } from '../nat-check'
import { openFiles } from '../open-files'
import { runFeedback } from '../run-feedback'
import { inputOptions, noticesOption, outputOption, paramOption, parseCount } from '../options'
import { priceNote } from '../price-region'
import { parseNotices, parseOutput, type Output, type OutputFile } from '../output'
import { chooseQuery, prepareQuery } from '../prepare-query'
import { skippedCheck, type SkippedIntervals } from '../skipped-check'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  name: { type: 'string', describe: 'A name from `natlens list`' },
  paths: {
    type: 'string',
    array: true,
    describe: 'More paths (so that --path * works)',
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
  ...noticesOption,
  limit: {
    alias: 'n',
    type: 'string',
    describe: "Rows, instead of the query's own limit; 0 is all",
  },
  ...engineOptions,
} as const

type RunArguments = ArgumentsOf<typeof options & typeof positionals> & EngineArguments

/** Runs a query over files, or on an engine that has the records, and prints its rows. */
export async function run(
  args: RunArguments,
  terminal: Terminal = processTerminal,
  world: Partial<EngineWorld> = {},
): Promise<ExitCode> {
  const limit = args.limit === undefined ? undefined : parseCount('--limit', args.limit)
  const range = parseTimeRange(args, terminal.now())
  const { source, paths } = splitPositionals(args)
  const selection = selectEngines(args, paths)
  const output = await parseOutput(args.output, terminal.folder)
  if (output.kind === 'file') refuseParquet(output.file, selection)
  const noticesFile = await parseNotices(args.notices, terminal.folder)
  if (output.kind === 'file' && output.file.path === noticesFile?.path) {
    throw new UsageError('--output and --notices are the same file')
  }
  const query = await chooseQuery(source, terminal)
  const params = args.param ?? []
  const prepared = prepareQuery(query, { params, limit, runsInsightsQl: runsInsightsQl(args) }, terminal) // prettier-ignore

  const opened = await openSelected(
    selection,
    { args: { ...args, path: paths }, range, needs: query.needs },
    terminal,
    world,
  )
  if (opened.kind === 'estimates') {
    await printEstimates(opened.estimates, output, terminal)
    return 0
  }

  const feedback = runFeedback(query.name, terminal, args.verbose)
  try {
    const guessNotices = guessNoticesOf(query, params)
    let log: LogSummary | undefined
    let skipped: readonly SkippedIntervals[] = []
    const onLog = (summary: LogSummary) => (log = summary)
    const noticesOfLog = (log: LogSummary) => [
      ...(guessNotices?.(log) ?? []),
      ...(log.isParquet ? priceNote(query, params, log.regions ?? []) : []),
    ]
    const checks = [
      natCheck(query, params),
      skippedCheck(query, params, (found) => (skipped = found)),
    ].filter((check) => check !== undefined)
    const { range } = opened
    const question = { ...query, ...prepared, range, checks }
    const { statistics, coverage } = await deliver(opened.engine, question, output, { ...feedback, onLog, noticesOfLog }, terminal) // prettier-ignore
    if (noticesFile) {
      const { writeNotices } = await import('../notices-file')
      await writeNotices(noticesFile, {
        ...{ query: query.name, range, notices: feedback.notices() },
        ...{ coverage, statistics, skipped, log },
      })
    }
    if (args.verbose || terminal.isStderrTerminal) {
      terminal.say(formatStatistics(statistics))
    }
  } catch (error) {
    feedback.end()
    // What became of the interrupted query on its engine.
    if (error instanceof InterruptedError && error.message.startsWith(`${opened.engine.name}: `)) {
      terminal.say(error.message)
    }
    throw opened.module.explainError(error)
  } finally {
    feedback.end()
  }
  return args.strict && feedback.isDamaged() ? 1 : 0
}

/** Prints the answer, or writes it to a file. */
async function deliver(
  engine: Engine,
  question: DescribedQuestion,
  output: Output,
  options: AskOptions,
  terminal: Terminal,
): Promise<AnswerFacts> {
  const enrich = enrichmentOf(question.name, question.plan)
  if (output.kind === 'file') {
    const { writeAnswerFile } = await import('../answer-file')
    const facts = await writeAnswerFile(engine, question, output.file, options, enrich)
    terminal.say(`wrote ${countText(facts.statistics.rows, 'row')} to ${output.file.shown}`)
    return facts
  }
  const asked = await ask(engine, question, options)
  const answer = enrich ? await enrich(asked) : asked
  for await (const text of PRESENTERS[output.format](answer, terminal.layout)) {
    await terminal.print(text)
  }
  return { statistics: await answer.statistics, coverage: await answer.coverage }
}

/** @throws {UsageError} for a Parquet file, where the engine reads no files. */
function refuseParquet({ shown, format }: OutputFile, { kind }: Selection): void {
  if (format !== 'parquet' || kind === 'files') return
  throw new UsageError(`--output \`${shown}\` requires --path`, {
    help: 'answers of other engines can go to FILE.csv or FILE.json',
  })
}

async function openSelected(
  selection: Selection,
  request: Omit<OpenRequest, 'engines'> & {
    readonly args: { readonly path: string[] }
  },
  terminal: Terminal,
  world: Partial<EngineWorld>,
): Promise<Opened> {
  if (selection.kind === 'files') {
    const module = selection.engine
    const files = { ...request.args, range: request.range }
    const engine = await openFiles(files, terminal, module, world.connect)
    return { kind: 'engine', module, engine, range: request.range }
  }
  const [{ openEngine }, { engineWorld }] = await Promise.all([
    import('../engines/open-engine'),
    import('../engines/engine-world'),
  ])
  const { engines } = selection
  return openEngine({ ...request, engines }, terminal, engineWorld(terminal, world))
}

async function printEstimates(
  estimates: readonly EngineEstimate[],
  output: Output,
  terminal: Terminal,
): Promise<void> {
  const { ESTIMATE_COLUMNS, estimateRow } = await import('../engines/choose-engine')
  const rows = estimates.map(estimateRow)
  // Estimates are printed, even where the query would write a file.
  const format = output.kind === 'stdout' ? output.format : 'table'
  const estimated = { columns: ESTIMATE_COLUMNS, batches: [rows] }
  for await (const text of PRESENTERS[format](estimated, terminal.layout)) {
    await terminal.print(text)
  }
}

/** Only an engine that is named may run text without an SQL form: `auto` needs the plan to compare engines. */
function runsInsightsQl({ engine }: RunArguments): boolean {
  return engine !== 'auto' && engineNamed(engine).queryForm.kind === 'insights-ql'
}

/** With --query or --file there is no name: every positional argument is a path. */
function splitPositionals({ name, paths = [], query, file, path = [] }: RunArguments) {
  const isAdHoc = query !== undefined || file !== undefined
  if (name === undefined || !isAdHoc)
    return { source: { name, query, file }, paths: [...path, ...paths] }
  const isQuery = loadCatalogue()
    .all()
    .some((known) => known.name === name)
  if (isQuery) {
    const option = query === undefined ? '--file' : '--query'
    throw new UsageError(`\`${name}\` and ${option} are both given`, {
      help: 'one query runs at a time',
    })
  }
  return { source: { query, file }, paths: [...path, name, ...paths] }
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
    ['run nat/talkers -p logs/ -n 0 -o rows.parquet', 'The rows in a file'],
    ["run -p logs/ -q 'stats sum(bytes) by dstAddr | limit 5'", 'A query of your own'],
  ],
  run,
} as const satisfies Command
