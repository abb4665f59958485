import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError, UserError } from '../errors'
import { FORMATS, type Format } from '../flow-log/format'
import { withoutUndefined } from '../without-undefined'
import { cloudwatchWriter } from './cloudwatch-writer'
import { spikeOf, type Day } from './day'
import { fileQueue, type FileQueue } from './file-queue'
import type { LogWriter } from './log-writer'
import { REGIONAL_GATEWAYS, ZONAL_GATEWAYS, type Observer } from './network'
import { NAT64_GATEWAYS, PRIVATE_GATEWAY, PUBLIC_RANGE_GATEWAY } from './own-networks'
import { textWriter } from './text-writer'
import { keepTruth } from './truth'
import { writeDay } from './write-day'

export interface SampleOptions {
  /** The folder to make; it may exist when it is empty. */
  readonly out: string
  /** Another seed makes another day. */
  readonly seed?: number | undefined
  /** `YYYY-MM-DD`, UTC; the sample begins at its midnight. */
  readonly date?: string | undefined
  readonly hours?: number | undefined
  /** Conversations through a NAT gateway; each adds about 25 records in scope `vpc`, with the other traffic. */
  readonly conversations?: number | undefined
  readonly fields?: 'v2' | 'v5' | 'v11' | undefined
  /** Text and Parquet as flow logs write them to S3, or an export of a CloudWatch log group. */
  readonly as?: 'text' | 'parquet' | 'cloudwatch' | undefined
  /** `both` is zonal and regional. */
  readonly nat?: keyof typeof GATEWAYS | undefined
  /** The records of all interfaces of the VPC, or of its NAT gateways. */
  readonly scope?: 'vpc' | 'nat' | undefined
}

export interface SampleSummary {
  readonly files: number
  readonly records: number
  /** On disk, compressed; without `truth.json`. */
  readonly bytes: number
  readonly truthPath: string
}

export interface SampleProgress {
  /** Called with the share that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export const SAMPLE_DEFAULTS = {
  seed: 1,
  date: '2026-03-14',
  hours: 24,
  conversations: 400,
  fields: 'v11',
  as: 'text',
  nat: 'both',
  scope: 'vpc',
} as const satisfies Omit<SampleOptions, 'out'>

const GATEWAYS = {
  zonal: ZONAL_GATEWAYS,
  regional: REGIONAL_GATEWAYS,
  both: [...ZONAL_GATEWAYS, ...REGIONAL_GATEWAYS],
  private: [PRIVATE_GATEWAY],
  'public-range': [PUBLIC_RANGE_GATEWAY],
  nat64: NAT64_GATEWAYS,
  all: [
    ...ZONAL_GATEWAYS,
    ...REGIONAL_GATEWAYS,
    PRIVATE_GATEWAY,
    PUBLIC_RANGE_GATEWAY,
    ...NAT64_GATEWAYS,
  ],
} as const

const WRITERS = {
  text: (options: WriterOptions, files: FileQueue): LogWriter => textWriter(options, files),
  parquet: async (options: WriterOptions, files: FileQueue): Promise<LogWriter> => {
    const { parquetWriter } = await import('./parquet-writer')
    return parquetWriter(options, files)
  },
  cloudwatch: (options: WriterOptions, files: FileQueue): LogWriter =>
    cloudwatchWriter(options, files),
} as const

interface WriterOptions {
  readonly folder: string
  /** For temporary files. */
  readonly scratch: string
  readonly format: Format
  readonly seed: number
}

const SCOPES = {
  vpc: () => true,
  nat: ({ interfaceType }: Observer) => /nat_gateway/.test(interfaceType),
} as const

/**
 * Writes a day of flow logs and `truth.json`, the totals of its NAT traffic.
 * The same options write the same text files, byte by byte. The folder appears when all files are written.
 * @throws {UserError} when `out` is not empty; {UsageError} for invalid numbers and dates;
 * {InterruptedError} once `signal` is aborted.
 */
export async function writeSample(
  options: SampleOptions,
  { onProgress, signal }: SampleProgress = {},
): Promise<SampleSummary> {
  const day = dayOf(options)
  const format = FORMATS[options.fields ?? SAMPLE_DEFAULTS.fields]
  const out = resolve(options.out)
  await refuseNonEmpty(out, options.out)

  await mkdir(dirname(out), { recursive: true })
  const staging = await mkdtemp(join(dirname(out), `.${basename(out)}-`)).catch((cause: Error) => {
    throw new UserError(`\`${out}\` cannot be written: ${cause.message}`, { cause })
  })
  const files = fileQueue()
  try {
    const folder = join(staging, 'sample')
    await mkdir(folder)
    const writerOptions = { folder, scratch: staging, format, seed: day.seed }
    const writer = await WRITERS[options.as ?? SAMPLE_DEFAULTS.as](writerOptions, files)
    const truth = keepTruth(day, format)
    const isCaptured = SCOPES[options.scope ?? SAMPLE_DEFAULTS.scope]
    try {
      const records = await writeDay(day, { format, isCaptured, truth, writer, onProgress, signal })
      const written = await files.settle()
      await writeFile(
        join(folder, 'truth.json'),
        `${JSON.stringify(truth.summarize(spikeOf(day)), null, 2)}\n`,
      )
      // Some systems do not rename over a folder, not even an empty one.
      await rmdir(out).catch(() => undefined)
      await rename(folder, out)
      return { ...written, records, truthPath: join(out, 'truth.json') }
    } finally {
      writer.release()
    }
  } finally {
    await files.settle().catch(() => undefined)
    await rm(staging, { recursive: true, force: true })
  }
}

async function refuseNonEmpty(out: string, asGiven: string): Promise<void> {
  const names = await readdir(out).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code !== 'ENOTDIR') throw error
    throw new UserError(`\`${await findFileInPath(out, asGiven)}\` is a file`, {
      help: 'a sample needs a folder of its own',
    })
  })
  if (names.length === 0) return
  throw new UserError(`the folder \`${asGiven}\` is not empty`, {
    help: 'a sample needs a folder that is new or empty',
  })
}

/** Finds the part of a path that is a file: ENOTDIR does not name it. */
async function findFileInPath(out: string, asGiven: string): Promise<string> {
  const above = dirname(out)
  const isBelow = await stat(above).then(
    (stats) => !stats.isDirectory(),
    () => true,
  )
  return isBelow ? findFileInPath(above, above) : asGiven
}

function dayOf(options: SampleOptions): Day {
  const { seed, date, hours, conversations, nat } = {
    ...SAMPLE_DEFAULTS,
    ...withoutUndefined(options),
  }
  const from = Date.parse(`${date}T00:00:00Z`) / 1000
  if (
    !/^\d{4}-\d\d-\d\d$/.test(date) ||
    new Date(from * 1000).toISOString().slice(0, 10) !== date
  ) {
    throw new UsageError(`--date \`${date}\` is not a date such as ${SAMPLE_DEFAULTS.date}`)
  }
  checkWhole('--seed', seed, 0, 4_294_967_295)
  checkWhole('--hours', hours, 1, 8784)
  checkWhole('--conversations', conversations, 1, 100_000_000)
  return { from, to: from + hours * 3600, seed, conversations, gateways: GATEWAYS[nat] }
}

function checkWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new UsageError(`${option} \`${value}\` is not a whole number from ${min} to ${max}`)
}
