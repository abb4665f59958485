import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGzip, gunzipSync, gzipSync } from 'node:zlib'
import { writeSample } from '../lib/sample/sample'

/** Everything that the bench writes; kept from one run to the next. */
export const DATA = fileURLToPath(new URL('data', import.meta.url))

/** Conversations of each data set: about 12,000, 20,000, a million, four and twenty million records. */
const SIZES = { small: 400, first: 800, million: 41_000, four: 163_000, large: 820_000 } as const

export type Size = keyof typeof SIZES

/** Data sets at one share of their records; each is made when it is first used, and its folder is the result. */
export interface DataSets {
  sample(size: Size, as?: 'text' | 'parquet'): Promise<string>
  /** The files of four million records as one gzip stream with one header line. */
  joined(): Promise<string>
  /** The same as `cat *.gz` writes it: a stream and a header line for each file. */
  repeatedHeaders(): Promise<string>
  /** The same files, one unreadable line in a hundred. */
  damaged(): Promise<string>
  /** A million records in files of a hundred. */
  tiny(): Promise<string>
}

const TINY_RECORDS = 100
const DAMAGED_EVERY = 100

export function dataSets(scale: number): DataSets {
  const suffix = scale === 1 ? '' : `-${scale}`
  const derived = async (name: string, size: Size, write: WriteFiles) => {
    const folder = join(DATA, `${name}${suffix}`)
    if (existsSync(folder)) return folder
    const part = `${folder}.part`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true })
    await write(logFiles(await sets.sample(size)), part)
    renameSync(part, folder)
    return folder
  }

  const sets: DataSets = {
    async sample(size, as = 'text') {
      const out = join(DATA, `${size}-v5-${as}${suffix}`)
      if (!existsSync(join(out, 'truth.json'))) {
        rmSync(out, { recursive: true, force: true })
        mkdirSync(DATA, { recursive: true })
        const conversations = Math.ceil(SIZES[size] * scale)
        await writeSample({
          out,
          fields: 'v5',
          as,
          conversations,
          hours: size === 'large' ? 48 : 24,
        })
      }
      return join(out, 'AWSLogs')
    },
    joined: () => derived('four-joined', 'four', writeJoined),
    repeatedHeaders: () => derived('four-repeated-headers', 'four', writeRepeated),
    damaged: () => derived('four-damaged', 'four', writeDamaged),
    tiny: () => derived('million-tiny', 'million', writeTiny),
  }
  return sets
}

/** The log files below a folder, sorted. */
export function logFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(gz|log|parquet)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

type WriteFiles = (files: readonly string[], folder: string) => Promise<void> | void

async function writeJoined(files: readonly string[], folder: string): Promise<void> {
  const gzip = createGzip()
  const out = gzip.pipe(createWriteStream(join(folder, 'all.log.gz')))
  for (const [index, file] of files.entries()) {
    const text = gunzipSync(readFileSync(file))
    const body = index === 0 ? text : text.subarray(text.indexOf(10) + 1)
    if (!gzip.write(body)) await once(gzip, 'drain')
  }
  gzip.end()
  await once(out, 'finish')
}

async function writeRepeated(files: readonly string[], folder: string): Promise<void> {
  const out = createWriteStream(join(folder, 'all.log.gz'))
  for (const file of files) if (!out.write(readFileSync(file))) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}

function writeDamaged(files: readonly string[], folder: string): void {
  let line = 0
  for (const [index, file] of files.entries()) {
    const text = gunzipSync(readFileSync(file)).toString('latin1')
    // Its version is then not an integer.
    const damaged = text.replace(/\n(?=\d)/g, () => (++line % DAMAGED_EVERY === 0 ? '\nx' : '\n'))
    writeFileSync(
      join(folder, `${numbered(index)}.log.gz`),
      gzipSync(Buffer.from(damaged, 'latin1')),
    )
  }
}

function writeTiny(files: readonly string[], folder: string): void {
  let count = 0
  for (const file of files) {
    const [header, ...lines] = gunzipSync(readFileSync(file))
      .toString('latin1')
      .trimEnd()
      .split('\n')
    for (let start = 0; start < lines.length; start += TINY_RECORDS) {
      const text = [header, ...lines.slice(start, start + TINY_RECORDS), ''].join('\n')
      writeFileSync(join(folder, `${numbered(count++)}.log.gz`), gzipSync(text))
    }
  }
}

function numbered(index: number): string {
  return String(index).padStart(6, '0')
}
