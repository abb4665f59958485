import type { Options } from 'yargs'
import { awsOptions as AWS_OPTIONS } from '../lib/engines/aws/aws-options'
import { flowLogOption as FLOW_LOG_OPTION } from '../lib/engines/flow-log-option'
import { capitalized } from '../lib/engines/engine-option'
import { UsageError } from '../lib/errors'
import { FORMAT_NAMES, TRANSIT_GATEWAY_FORMAT } from '../lib/flow-log/format'
import { FLOW_LOG_KINDS } from '../lib/flow-log/transit-gateway'
import { OUTPUT_NAMES } from '../lib/presenters/presenters'
import { FILE_NAMES } from './output'

// Options that several commands share.

export const rangeOptions = {
  from: {
    type: 'string',
    describe: 'Start of the range, inclusive: a date, a time (UTC) or an age such as 24h',
  },
  to: { type: 'string', describe: 'End of the range, exclusive: 2026-03-15 ends with 14 March' },
} as const satisfies Record<string, Options>

/** How AWS is called. */
export const awsOptions = {
  region: { type: 'string', describe: capitalized(AWS_OPTIONS.region.describe) },
  profile: { type: 'string', describe: capitalized(AWS_OPTIONS.profile.describe) },
} as const satisfies Record<string, Options>

export const latenessOption = {
  lateness: {
    type: 'string',
    default: '30m',
    describe: 'How long after its start a record may still be delivered',
  },
} as const satisfies Record<string, Options>

export const inputOptions = {
  path: {
    alias: 'p',
    type: 'string',
    array: true,
    describe: 'Flow-log file, folder, glob or s3://BUCKET/FOLDER; - is stdin; repeatable',
  },
  exclude: {
    type: 'string',
    array: true,
    describe: 'Glob of files or folders to leave out, such as "*.json"; repeatable',
  },
  kind: {
    type: 'string',
    choices: FLOW_LOG_KINDS,
    describe: 'The flow logs to ask; default: VPC flow logs where there are some',
  },
  'flow-log': {
    type: 'string',
    array: true,
    describe: capitalized(FLOW_LOG_OPTION['flow-log'].describe),
  },
  ...rangeOptions,
  yes: {
    alias: 'y',
    type: 'boolean',
    describe: 'Fetch from S3 without asking, when there is no --from',
  },
  'log-format': {
    type: 'string',
    describe: `Format of records without a header line: ${FORMAT_NAMES}, ${TRANSIT_GATEWAY_FORMAT}, or a list of fields; - skips one`,
  },
  ...latenessOption,
  'no-cache': {
    type: 'boolean',
    describe:
      'Do not read or write the cache (kept copies, objects of S3, Parquet footers, fields, compiled code)',
  },
  'cache-size': {
    type: 'string',
    describe:
      'Most space of the cache, such as 2GB; 0 keeps nothing (default: 10GB or a tenth of the free space)',
  },
  verify: { type: 'boolean', describe: 'Compare kept copies and their sources with checksums' },
  ...awsOptions,
  strict: {
    type: 'boolean',
    describe: 'Exit with 1 after a warning: damaged input, missing hours',
  },
  verbose: {
    alias: 'v',
    type: 'boolean',
    describe: 'Print statistics, and all details of notes',
  },
} as const satisfies Record<string, Options>

export const noticesOption = {
  notices: {
    type: 'string',
    describe: 'Write notes, warnings and what is missing to this file, as JSON',
  },
} as const satisfies Record<string, Options>

export const paramOption = {
  param: {
    type: 'string',
    array: true,
    describe: 'Parameter of the query as name=value, a list as name=a,b,c; repeatable',
  },
} as const satisfies Record<string, Options>

export const outputOption = {
  output: {
    alias: 'o',
    type: 'string',
    default: 'table',
    describe: `${OUTPUT_NAMES.join(', ')}, or a file: ${FILE_NAMES}`,
  },
} as const satisfies Record<string, Options>

/** Reads a whole number of at least `min`. */
export function parseCount(option: string, text: string, min = 0): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= min) return count
  throw new UsageError(`${option} \`${text}\` is not a whole number of ${min} or more`)
}
