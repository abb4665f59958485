import { UserError } from '../../lib/errors'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../../lib/catalogue/query'
import { ask, askAll, type DescribedQuestion } from '../../lib/engines/ask'
import type { Engine, LogSummary } from '../../lib/engines/engine'
import type { EngineWorld } from '../../lib/engines/engine-world'
import type { TimeRange } from '../../lib/time'
import { parseAmount } from '../../lib/engines/option-values'
import { parseTimeRange } from '../../lib/time-range'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import type { AnswerCoverage } from '../coverage-json'
import { FILE_ENGINE } from '../engines/engine-list'
import { guessNoticesOf } from '../exactness'
import { commandPrefix, quoted } from '../invocation'
import { formatStatistics } from '../format-statistics'
import { natCheck } from '../nat-check'
import { openFiles } from '../open-files'
import { runFeedback } from '../run-feedback'
import { priceSource } from '../price-region'
import { recordTimesCheck, type RecordTimes } from '../record-times'
import { inputOptions, noticesOption, paramOption, parseCount } from '../options'
import { parseNotices } from '../output'
import { planText } from '../plan-text'
import { prepareQuery, readAdHocQuery } from '../prepare-query'
import {
  NO_TRAFFIC,
  readConversations,
  readMinutes,
  summaryJson,
  type Summary,
  type SummaryFacts,
} from '../summary'
import { skippedCheck, type SkippedIntervals } from '../skipped-check'
import { summaryText } from '../summary-text'
import { processTerminal, type Terminal } from '../terminal'
import { writeDay } from './sample'

const SAMPLE_FOLDER = 'sample-day'
/** The logs in it; `truth.json` lies beside them. */
const SAMPLE_LOGS = 'AWSLogs'

const DEFAULT_USD_PER_GB = '0.045'

const options = {
  ...inputOptions,
  ...paramOption,
  'usd-per-gb': {
    type: 'string',
    default: DEFAULT_USD_PER_GB,
    describe: 'Price of NAT data processing per GB (2^30 bytes)',
  },
  top: { type: 'string', default: '10', describe: 'Number of conversations to show' },
  output: {
    alias: 'o',
    type: 'string',
    choices: ['text', 'json'],
    default: 'text',
    describe: 'Output format',
  },
  ...noticesOption,
} as const

type SummaryArguments = ArgumentsOf<typeof options>

/** Prints who used the NAT gateways, what it cost and when traffic peaked; without a path, for a sample day. */
export async function summary(
  args: SummaryArguments,
  terminal: Terminal = processTerminal,
  { connect }: Pick<Partial<EngineWorld>, 'connect'> = {},
): Promise<ExitCode> {
  const count = parseCount('--top', args.top, 1)
  const usdPerGB = parseAmount('--usd-per-gb', args.usdPerGb)
  const range = parseTimeRange(args, terminal.now())
  const noticesFile = await parseNotices(args.notices, terminal.folder)
  const path = args.path ?? [await sampleDay(terminal)]
  const engine = await openFiles(
    { ...args, range, path: args.path ?? [join(SAMPLE_FOLDER, SAMPLE_LOGS)] },
    terminal,
    FILE_ENGINE,
    connect,
  )
  const catalogue = loadCatalogue()
  const params = args.param ?? []
  const feedback = runFeedback('summary', terminal, args.verbose)

  const conversations = catalogue.find('nat/conversations')
  const check = natCheck(conversations, params)
  let log: LogSummary | undefined
  let skipped: readonly SkippedIntervals[] = []
  const skips = skippedCheck(conversations, params, (found) => (skipped = found))
  let times: RecordTimes | undefined
  const timesCheck = recordTimesCheck(params, (found) => {
    times = found
    return []
  })
  const question = (query: CatalogueQuery): DescribedQuestion => {
    const { text, plan } = prepareQuery(query, { params, limit: 0 }, terminal)
    return { ...query, text, plan, range }
  }
  const print = async (figures: Summary, facts: SummaryFacts) => {
    await terminal.print(
      args.output === 'json'
        ? summaryJson(figures, facts)
        : await summaryText(figures, { ...facts, layout: terminal.layout }),
    )
    if (!noticesFile) return
    const { writeNotices } = await import('../notices-file')
    const notices = feedback.notices()
    await writeNotices(noticesFile, { query: 'summary', range, notices, ...facts.answer })
  }
  try {
    const [[found, statistics, coverage], minutes] = await askAll(
      engine,
      [
        {
          question: {
            ...question(conversations),
            checks: [
              ...(check ? [{ ...check, isOptional: false }] : []),
              ...(skips ? [skips] : []),
            ],
          },
          read: async (answer) =>
            [await readConversations(answer, count), await answer.statistics, await answer.coverage] as const, // prettier-ignore
        },
        {
          question: { ...question(catalogue.find('nat/peak-minute')), checks: [timesCheck] },
          read: (answer) => readMinutes(answer, () => times),
        },
      ],
      {
        ...feedback,
        onLog: (summary) => (log = summary),
        noticesOfLog: guessNoticesOf(conversations, params),
      },
    )
    const figures = { ...found, minutes, guessedGateways: [...(check?.guessed ?? [])] }
    const isListPrice = args.usdPerGb === DEFAULT_USD_PER_GB
    const price = { usdPerGB, source: isListPrice ? priceSource(log?.regions ?? []) : undefined }
    await print(figures, { price, range, answer: { coverage, statistics, skipped, log } })
    if (args.output !== 'json') await terminal.print(nextSteps({ ...args, path }, terminal))
    if (args.verbose) terminal.say(formatStatistics(statistics))
  } catch (error) {
    // A log of NODATA records alone has an answer in any format.
    const answer = error instanceof UserError && (await readWithoutTraffic(engine, range))
    if (!answer) throw error
    await print(NO_TRAFFIC, { price: LIST_PRICE, range, answer })
  } finally {
    feedback.end()
  }
  return args.strict && feedback.isDamaged() ? 1 : 0
}

const LIST_PRICE = { usdPerGB: Number(DEFAULT_USD_PER_GB), source: undefined }

/** What was read of a log without traffic; undefined for a log with traffic, or one that cannot be read. */
async function readWithoutTraffic(
  engine: Engine,
  range: TimeRange | undefined,
): Promise<AnswerCoverage | undefined> {
  const text = 'filter not ispresent(logStatus) or logStatus = "OK" | fields bytes | limit 1'
  const query = { ...readAdHocQuery(text, 'summary'), text, plan: planText(text) }
  try {
    let log: LogSummary | undefined
    const onLog = (summary: LogSummary) => (log = summary)
    const answer = await ask(engine, { ...query, range }, { onLog })
    for await (const rows of answer.batches) if (rows.length > 0) return undefined
    const [coverage, statistics] = [await answer.coverage, await answer.statistics]
    return { coverage, statistics, skipped: [], log }
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** The folder of the sample day, which is written when it does not exist. */
async function sampleDay(terminal: Terminal): Promise<string> {
  const folder = resolve(terminal.folder, SAMPLE_FOLDER)
  if (existsSync(folder) && !existsSync(join(folder, 'truth.json'))) {
    throw new UserError(`\`${SAMPLE_FOLDER}\` exists and is not a natlens sample`, {
      help: 'move it, or use --path for your own logs',
    })
  }
  if (!existsSync(folder)) {
    terminal.say(`no --path: writing a sample day to ${SAMPLE_FOLDER}/`)
    await writeDay({ out: SAMPLE_FOLDER }, terminal)
  } else {
    terminal.say(`no --path: reading the sample day in ${SAMPLE_FOLDER}/`)
  }
  return SAMPLE_FOLDER
}

/** Commands over the same files and range. */
function nextSteps(
  { path, flowLog = [], from, to, logFormat, region, profile }: Omit<SummaryArguments, 'path'> & { readonly path: readonly string[] }, // prettier-ignore
  terminal: Terminal,
): string {
  const start = commandPrefix(terminal)
  const given = [
    ...path.map((each) => ['--path', each] as const),
    ...flowLog.map((each) => ['--flow-log', each] as const),
    ['--from', from],
    ['--to', to],
    ['--log-format', logFormat],
    ['--region', region],
    ['--profile', profile],
  ] as const
  const input = given
    .flatMap(([option, value]) => (value === undefined ? [] : [`${option} ${quoted(value)}`]))
    .join(' ')
  return [
    '',
    'next:',
    `  ${start} run nat/conversations ${input} --limit 0 -o csv`,
    `  ${start} run cost/nat-processing ${input}`,
    `  ${start} run nat/over-time ${input} --param interval=1h`,
    '',
  ].join('\n')
}

export const summaryCommand = {
  usage: 'summary',
  describe: 'Summarize who uses the NAT gateways, what it costs and when traffic peaks',
  positionals: {},
  options,
  examples: [
    ['summary', 'Summarize a sample day, written to sample-day/ if missing'],
    ['summary --path logs/ --from 7d', 'Summarize the last week of your own logs'],
  ],
  run: summary,
} as const satisfies Command
