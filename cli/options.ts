import type { Options } from 'yargs'
import { UsageError } from '../lib/errors'
import { OUTPUT_NAMES, type OutputName } from '../lib/presenters/presenters'
import { parseDuration } from '../lib/time-range'

// Options that several commands share.

export const rangeOptions = {
  from: {
    type: 'string',
    describe: 'Start of the range, inclusive: a date, a time (UTC) or an age such as 24h',
  },
  to: { type: 'string', describe: 'End of the range, exclusive: 2026-03-15 ends with 14 March' },
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
    describe: 'How long after its start a record may still be delivered',
  },
} as const satisfies Record<string, Options>

export const inputOptions = {
  path: {
    alias: 'p',
    type: 'string',
    array: true,
    describe: 'Flow-log file, folder or glob; repeatable',
  },
  ...rangeOptions,
  'log-format': {
    type: 'string',
    describe: 'Format of records without a header line: v2 … v11, or a list of fields',
  },
  ...latenessOption,
  'no-cache': {
    type: 'boolean',
    describe: 'Do not read or write the cache (verified files, fields, compiled code)',
  },
  strict: { type: 'boolean', describe: 'Exit with 1 if any input is damaged' },
  verbose: {
    alias: 'v',
    type: 'boolean',
    describe: 'Print statistics even when stderr is not a terminal',
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
    choices: OUTPUT_NAMES,
    default: 'table' as OutputName,
    describe: 'Output format',
  },
} as const satisfies Record<string, Options>

/** Reads a whole number of at least `min`. */
export function parseCount(option: string, text: string, min = 0): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= min) return count
  throw new UsageError(`${option} \`${text}\` is not a whole number of ${min} or more`)
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
