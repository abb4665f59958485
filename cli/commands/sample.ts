import { countText } from '../../lib/count-text'
import { resolve } from 'node:path'
import { UsageError } from '../../lib/errors'
import { humanBytes } from '../../lib/human-bytes'
import type { SampleOptions, SampleSummary } from '../../lib/sample/sample'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { commandPrefix, quoted } from '../invocation'
import { parseCount } from '../options'
import { progressBar } from '../progress'
import { processTerminal, type Terminal } from '../terminal'

const options = {
  out: {
    type: 'string',
    demandOption: true,
    describe: 'Folder to create; an existing one must be empty',
  },
  seed: { type: 'string', default: '1', describe: 'Seed of the random numbers' },
  date: { type: 'string', default: '2026-03-14', describe: 'Day, UTC' },
  hours: { type: 'string', default: '24', describe: 'Number of hours from midnight' },
  conversations: {
    type: 'string',
    default: '400',
    describe: 'Number of conversations through the NAT gateways',
  },
  fields: {
    type: 'string',
    choices: ['v2', 'v5', 'v11'],
    default: 'v11',
    describe: 'Record version: all fields up to it',
  },
  as: {
    type: 'string',
    choices: ['text', 'parquet', 'cloudwatch'],
    default: 'text',
    describe: 'Format: files in S3 (text, parquet) or a CloudWatch Logs export',
  },
  nat: {
    type: 'string',
    choices: ['zonal', 'regional', 'both', 'private', 'public-range', 'nat64', 'all'],
    default: 'both',
    describe: 'Kind of NAT gateways; both is zonal and regional',
  },
  scope: {
    type: 'string',
    choices: ['vpc', 'nat'],
    default: 'vpc',
    describe: 'Log all interfaces of the VPC, or only those of NAT gateways',
  },
} as const

/** Writes a sample day of flow logs with known totals. */
export async function sample(
  args: ArgumentsOf<typeof options>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const numbers = {
    seed: parseCount('--seed', args.seed),
    hours: parseCount('--hours', args.hours, 1),
    conversations: parseCount('--conversations', args.conversations, 1),
  }
  if (args.out === '') throw new UsageError('--out requires a folder')

  const written = await writeDay({ ...args, ...numbers, out: args.out }, terminal)

  const figures = [
    countText(written.records, 'record'),
    countText(written.files, 'file'),
    humanBytes(written.bytes),
  ]
  terminal.say(`wrote ${figures.join(', ')} and truth.json to ${args.out}`)
  const query = args.fields === 'v2' ? 'traffic/top-transfers' : 'nat/conversations'
  terminal.say(`next: ${commandPrefix(terminal)} run ${query} --path ${quoted(args.out)}`)
  return 0
}

/** Writes the sample and shows progress; loads DuckDB only for Parquet files. */
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
  describe: 'Write a sample day of flow logs with known totals',
  positionals: {},
  options,
  examples: [
    ['sample --out day', 'One day of a VPC with NAT gateways, and truth.json'],
    [
      'sample --out day --as parquet --fields v5 --nat zonal',
      'Parquet files with version 5 fields',
    ],
    ['sample --out big --conversations 50000', 'About a million records'],
  ],
  run: sample,
} as const satisfies Command
