import type { Options } from 'yargs'
import { UsageError } from '../lib/errors'
import { OUTPUT_NAMES, type OutputName } from '../lib/presenters/presenters'
import { parseDuration } from '../lib/time-range'

// Options that several commands take: each is described once, here.

export const rangeOptions = {
  from: {
    type: 'string',
    describe:
      'Records that start at this time or later: a date, a time (UTC) or an age such as 24h',
  },
  to: { type: 'string', describe: 'Records that start before this time' },
} as const satisfies Record<string, Options>

/** How AWS is asked; what is not given is found by the rules of every AWS SDK. */
export const awsOptions = {
  region: {
    type: 'string',
    describe: "The region; that of the settings or of AWS's own rules unless told",
  },
  profile: { type: 'string', describe: "A profile of AWS's shared configuration" },
} as const satisfies Record<string, Options>

export const latenessOption = {
  lateness: {
    type: 'string',
    default: '30m',
    describe: 'How much later than its start a record may be delivered',
  },
} as const satisfies Record<string, Options>

export const inputOptions = {
  path: {
    alias: 'p',
    type: 'string',
    array: true,
    describe: 'A flow-log file, a folder or a glob; can be given several times',
  },
  ...rangeOptions,
  'log-format': {
    type: 'string',
    describe: 'The format of records without a header line: v2 … v11, or a list of fields',
  },
  ...latenessOption,
  'no-cache': {
    type: 'boolean',
    describe: 'Remember nothing: verify gzip files and ask for fields again, keep no compiled code',
  },
  strict: { type: 'boolean', describe: 'Exit with 1 when anything in the input was damaged' },
  verbose: { alias: 'v', type: 'boolean', describe: 'Print the statistics, terminal or not' },
} as const satisfies Record<string, Options>

export const paramOption = {
  param: {
    type: 'string',
    array: true,
    describe: "A query's parameter as name=value; a list is a,b,c; can be given several times",
  },
} as const satisfies Record<string, Options>

export const outputOption = {
  output: {
    alias: 'o',
    type: 'string',
    choices: OUTPUT_NAMES,
    default: 'table' as OutputName,
    describe: 'The form of the output',
  },
} as const satisfies Record<string, Options>

/** Reads a whole number of at least `least`. */
export function parseCount(option: string, text: string, least = 0): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= least) return count
  throw new UsageError(`${option} \`${text}\` is not a whole number of ${least} or more`)
}

/** Reads a number that is not negative. */
export function parseAmount(option: string, text: string): number {
  const amount = Number(text)
  if (/^\d*\.?\d+$/.test(text) && Number.isFinite(amount)) return amount
  throw new UsageError(`${option} \`${text}\` is not a number such as 0.045`)
}

/** Reads a length of time, in seconds. */
export function parseSeconds(option: string, text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  throw new UsageError(`${option} \`${text}\` is not a length of time such as 30m, 2h or 1d`)
}
