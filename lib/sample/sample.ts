import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError, UserError } from '../errors'
import { FORMATS, type Format } from '../flow-log/format'
import { cloudwatchWriter } from './cloudwatch-writer'
import { spikeOf, type Day } from './day'
import { fileQueue, type FileQueue } from './file-queue'
import type { LogWriter } from './log-writer'
import { REGIONAL_GATEWAYS, ZONAL_GATEWAYS, type Observer } from './network'
import { textWriter } from './text-writer'
import { keepTruth } from './truth'
import { writeDay } from './write-day'

export interface SampleOptions {
  /** The folder to make; it may exist when it is empty. */
  readonly out: string
  /** Other seeds make other days. */
  readonly seed?: number | undefined
  /** `YYYY-MM-DD`, UTC; the sample begins at its midnight. */
  readonly date?: string | undefined
  readonly hours?: number | undefined
  /** How many go through a NAT gateway; with all else that comes on top, each makes about 25 records in scope `vpc`. */
  readonly conversations?: number | undefined
  readonly fields?: 'v2' | 'v5' | 'v11' | undefined
  /** Text and Parquet as flow logs write them to S3, or an export of a CloudWatch log group. */
  readonly as?: 'text' | 'parquet' | 'cloudwatch' | undefined
  readonly nat?: 'zonal' | 'regional' | 'both' | undefined
  /** All interfaces of the VPC, or what the NAT gateways write. */
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
  /** Called now and then with the share that is done, 0 to 1. */
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
} as const

const WRITERS = {
  text: (place: Place, files: FileQueue): LogWriter => textWriter(place, files),
  parquet: async (place: Place, files: FileQueue): Promise<LogWriter> => {
    const { parquetWriter } = await import('./parquet-writer')
    return parquetWriter(place, files)
  },
  cloudwatch: (place: Place, files: FileQueue): LogWriter => cloudwatchWriter(place, files),
} as const

interface Place {
  readonly folder: string
  /** For files that are gone in the end. */
  readonly scratch: string
  readonly format: Format
  readonly seed: number
}

const SCOPES = {
  vpc: () => true,
  nat: ({ interfaceType }: Observer) => /nat_gateway/.test(interfaceType),
} as const

/**
 * Writes a day of flow logs whose NAT traffic is known: `truth.json` beside the logs says who sent what.
 * The same options make the same text files, byte by byte. The folder appears when all of it is written.
 * @throws {UserError} when `out` holds something; {UsageError} for numbers and dates that are none;
 * {InterruptedError} once `signal` is aborted.
 */
export async function writeSample(
  options: SampleOptions,
  { onProgress, signal }: SampleProgress = {},
): Promise<SampleSummary> {
  const day = dayOf(options)
  const format = FORMATS[options.fields ?? SAMPLE_DEFAULTS.fields]
  const out = resolve(options.out)
  await refuseUsed(out, options.out)

  await mkdir(dirname(out), { recursive: true })
  const staging = await mkdtemp(join(dirname(out), `.${basename(out)}-`)).catch((cause: Error) => {
    throw new UserError(`\`${out}\` cannot be written: ${cause.message}`, { cause })
  })
  const files = fileQueue()
  try {
    const folder = join(staging, 'sample')
    await mkdir(folder)
    const place = { folder, scratch: staging, format, seed: day.seed }
    const writer = await WRITERS[options.as ?? SAMPLE_DEFAULTS.as](place, files)
    const truth = keepTruth(day, format)
    const isSeen = SCOPES[options.scope ?? SAMPLE_DEFAULTS.scope]
    try {
      const records = await writeDay(day, { format, isSeen, truth, writer, onProgress, signal })
      const written = await files.settle()
      await writeFile(
        join(folder, 'truth.json'),
        `${JSON.stringify(truth.tell(spikeOf(day)), null, 2)}\n`,
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

async function refuseUsed(out: string, asGiven: string): Promise<void> {
  const names = await readdir(out).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code !== 'ENOTDIR') throw error
    throw new UserError(`\`${await fileOnTheWay(out, asGiven)}\` is a file`, {
      help: 'a sample needs a folder of its own',
    })
  })
  if (names.length === 0) return
  throw new UserError(`the folder \`${asGiven}\` is not empty`, {
    help: 'a sample needs a folder that is new or empty',
  })
}

/** ENOTDIR does not tell which part of a path is no folder. */
async function fileOnTheWay(out: string, asGiven: string): Promise<string> {
  const above = dirname(out)
  const isBelow = await stat(above).then(
    (stats) => !stats.isDirectory(),
    () => true,
  )
  return isBelow ? fileOnTheWay(above, above) : asGiven
}

function dayOf(options: SampleOptions): Day {
  const { seed, date, hours, conversations, nat } = { ...SAMPLE_DEFAULTS, ...given(options) }
  const from = Date.parse(`${date}T00:00:00Z`) / 1000
  if (
    !/^\d{4}-\d\d-\d\d$/.test(date) ||
    new Date(from * 1000).toISOString().slice(0, 10) !== date
  ) {
    throw new UsageError(`--date \`${date}\` is not a date such as ${SAMPLE_DEFAULTS.date}`)
  }
  whole('--seed', seed, 0, 4_294_967_295)
  whole('--hours', hours, 1, 8784)
  whole('--conversations', conversations, 1, 100_000_000)
  return { from, to: from + hours * 3600, seed, conversations, gateways: GATEWAYS[nat] }
}

function given<T extends object>(options: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>
}

function whole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new UsageError(`${option} \`${value}\` is not a whole number from ${least} to ${most}`)
}
