import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { InspectedGroup } from '../../lib/engines/cloudwatch/inspect-log-group'
import { explainAwsError } from '../../lib/engines/aws/aws-errors'
import { withCallNames } from '../../lib/engines/aws/call-names'
import { locateLogGroups } from '../../lib/engines/cloudwatch/log-group-location'
import type { ConnectLogs } from '../../lib/engines/engine-world'
import { required } from '../../lib/engines/option-values'
import { systemClock, type Clock } from '../../lib/engines/wait'
import { fieldByName } from '../../lib/flow-log/fields'
import { FORMAT_NAMES, parseFormat } from '../../lib/flow-log/format'
import type { Cell, ResultColumn } from '../../lib/results/result'
import { connectLogs } from '../aws-clients'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { awsOptions } from '../options'
import { listOutputOption, printRows } from '../print-rows'
import { configOption, findSettings } from '../settings'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  action: {
    type: 'string',
    choices: ['check'],
    demandOption: true,
    describe: 'What to do with the saved queries',
  },
} as const

const options = {
  'log-group': {
    type: 'string',
    array: true,
    describe: "A log group's name or ARN; repeatable",
  },
  'log-format': {
    type: 'string',
    describe: `The format of its records: ${FORMAT_NAMES}, or a list of fields`,
  },
  ...configOption,
  ...awsOptions,
  ...listOutputOption,
} as const

export interface QueriesWorld {
  readonly connect?: ConnectLogs
  readonly clock?: Clock
}

/**
 * Prints which queries of the catalogue a log group can answer, and whether they read the fields that CloudWatch discovers or
 * require a `parse`: 1 when they require one and the settings save them without.
 */
export async function queries(
  args: ArgumentsOf<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
  { connect = connectLogs, clock = systemClock }: QueriesWorld = {},
): Promise<ExitCode> {
  const catalogue = loadCatalogue()
  const settings = await findSettings(args, terminal)
  const logFormat = args.logFormat === undefined ? undefined : parseFormat(args.logFormat)
  const location = locateLogGroups({ logGroup: args.logGroup, logFormat }, settings)
  const names = required('--log-group', location.logGroups)

  const groups = await inspected()
  const rows = groups.flatMap((group) =>
    catalogue
      .all()
      .map((query) => rowOf(query.name, group, group.reading(query.needs, query.uses))),
  )
  await printRows(COLUMNS, rows, args.output, terminal)
  const verdicts = groups.map((group) => verdictOf(group, rows))
  for (const { message } of verdicts) terminal.say(message)
  const isWrong =
    settings?.cloudwatch.fieldNames === 'discovered' &&
    verdicts.some(({ needsParse }) => needsParse)
  if (isWrong) {
    terminal.say(
      'warning: the settings save the queries without it: set `cloudwatch.fieldNames` to `parse`',
    )
  }
  return isWrong ? 1 : 0

  async function inspected(): Promise<readonly InspectedGroup[]> {
    const { inspectLogGroups } = await import('../../lib/engines/cloudwatch/inspect-log-group')
    const waiting = { clock, remaining: () => Infinity, signal: terminal.signal }
    try {
      const clients = withCallNames(await connect(args.region ?? settings?.region, args.profile))
      return await inspectLogGroups(names, location.logFormat, clients, waiting)
    } catch (error) {
      throw explainAwsError(error)
    }
  }
}

const COLUMNS: readonly ResultColumn[] = [
  { name: 'logGroup', type: 'text' },
  { name: 'query', type: 'text' },
  { name: 'answers', type: 'text' },
  { name: 'fields', type: 'text' },
  { name: 'lacking', type: 'text' },
]

function rowOf(
  query: string,
  { logGroup }: InspectedGroup,
  reading: ReturnType<InspectedGroup['reading']>,
): readonly Cell[] {
  if (!reading) return [logGroup, query, 'unknown', null, null]
  const lacking = reading.lacking.map((field) => fieldByName(field).token).join(' ')
  if (lacking !== '') return [logGroup, query, 'no', null, lacking]
  return [logGroup, query, 'yes', reading.fields, null]
}

function verdictOf(
  { logGroup, discovered }: InspectedGroup,
  rows: readonly (readonly Cell[])[],
): { readonly message: string; readonly needsParse: boolean } {
  const own = rows.filter(([group]) => group === logGroup)
  const answers = own.filter(([, , answer]) => answer === 'yes').length
  const needsParse = own.some(([, , , fields]) => fields === 'parse')
  const found =
    discovered.length === 0
      ? 'CloudWatch lists no fields of its newest records'
      : `CloudWatch discovers ${discovered.length} fields`
  const known = own.some(([, , answer]) => answer !== 'unknown')
  const saved = needsParse
    ? 'the saved queries require a `parse`'
    : 'the saved queries do not require a `parse`'
  const verdict = known
    ? `it answers ${answers} of ${own.length} queries, and ${saved}`
    : 'use --log-format'
  return { message: `log group \`${logGroup}\`: ${found}; ${verdict}`, needsParse }
}

export const queriesCommand = {
  usage: 'queries <action>',
  describe: 'Check which saved queries a log group can answer, and how',
  positionals,
  options,
  examples: [
    ['queries check --log-group vpc-flow-logs', 'By the fields that CloudWatch discovers'],
    ['queries check --log-group vpc-flow-logs --log-format v5', 'With a `parse` where required'],
  ],
  run: queries,
} as const satisfies Command
