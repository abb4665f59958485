import { resolve } from 'node:path'
import { UsageError } from '../../lib/errors'
import { grouped, humanBytes } from '../../lib/presenters/human'
import type { SampleOptions, SampleSummary } from '../../lib/sample/sample'
import type { Command, ExitCode, Given } from '../command'
import { commandPrefix, quoted } from '../invocation'
import { parseCount } from '../options'
import { progressBar } from '../progress'
import { processTerminal, type Terminal } from '../terminal'

const options = {
  out: {
    type: 'string',
    demandOption: true,
    describe: 'The folder to make; it may exist when it is empty',
  },
  seed: { type: 'string', default: '1', describe: 'Another seed makes another day' },
  date: { type: 'string', default: '2026-03-14', describe: 'The day, UTC' },
  hours: { type: 'string', default: '24', describe: 'Hours from midnight on' },
  conversations: { type: 'string', default: '400', describe: 'How many go through a NAT gateway' },
  fields: {
    type: 'string',
    choices: ['v2', 'v5', 'v11'],
    default: 'v11',
    describe: 'All fields up to this version',
  },
  as: {
    type: 'string',
    choices: ['text', 'parquet', 'cloudwatch'],
    default: 'text',
    describe: 'As flow logs write it to S3 (text, parquet), or a CloudWatch Logs export',
  },
  nat: {
    type: 'string',
    choices: ['zonal', 'regional', 'both'],
    default: 'both',
    describe: 'The kind of the NAT gateways',
  },
  scope: {
    type: 'string',
    choices: ['vpc', 'nat'],
    default: 'vpc',
    describe: 'Every interface of the VPC, or those of the NAT gateways',
  },
} as const

/** Writes a day of flow logs with known truth. */
export async function sample(
  args: Given<typeof options>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const numbers = {
    seed: parseCount('--seed', args.seed),
    hours: parseCount('--hours', args.hours, 1),
    conversations: parseCount('--conversations', args.conversations, 1),
  }
  if (args.out === '') throw new UsageError('--out names no folder')

  const written = await writeDay({ ...args, ...numbers, out: args.out }, terminal)

  const figures = [
    `${grouped(String(written.records))} records`,
    `${grouped(String(written.files))} files`,
    humanBytes(written.bytes),
  ]
  terminal.say(`wrote ${figures.join(', ')} and truth.json to ${args.out}`)
  const query = args.fields === 'v2' ? 'traffic/top-transfers' : 'nat/conversations'
  terminal.say(`next: ${commandPrefix(terminal)} run ${query} --path ${quoted(args.out)}`)
  return 0
}

/** Writes the sample with a bar of progress; DuckDB, which writes Parquet, is loaded only here. */
export async function writeDay(
  sampleOptions: SampleOptions,
  terminal: Terminal,
): Promise<SampleSummary> {
  const { writeSample } = await import('../../lib/sample/sample')
  const bar = progressBar('sample', terminal)
  try {
    return await writeSample(
      { ...sampleOptions, out: resolve(terminal.folder, sampleOptions.out) },
      { onProgress: (share) => bar.update(share), signal: terminal.signal },
    )
  } finally {
    bar.end()
  }
}

export const sampleCommand = {
  usage: 'sample',
  describe: 'Write a day of flow logs with known truth',
  positionals: {},
  options,
  examples: [
    ['sample --out day', 'A day of a VPC with NAT gateways, and truth.json'],
    [
      'sample --out day --as parquet --fields v5 --nat zonal',
      'As an S3 flow log of 2022 writes it',
    ],
    ['sample --out big --conversations 50000', 'About a million records'],
  ],
  run: sample,
} as const satisfies Command
