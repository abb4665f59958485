import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { writeSample } from '../lib/sample/sample'
import { compare, type Comparison } from './compare'
import { rawConversations, rawTopTransfers } from './raw-sql'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DATA = join(ROOT, 'bench/data')
const NATLENS = join(ROOT, 'dist/natlens.js')
const RAW = join(ROOT, 'bench/raw.mjs')

/** Conversations for about a million and about twenty million records. */
const SIZES = { small: 400, million: 41_000, large: 820_000 } as const

const large = process.argv.includes('--large')
const rounds = Number(process.argv.find((each) => each.startsWith('--rounds='))?.slice(9) ?? 7)
const only = process.argv.find((each) => each.startsWith('--only='))?.slice(7)

if (!existsSync(NATLENS)) throw new Error('dist/natlens.js is missing: npm run build first')

const cache = join(DATA, 'cache')
const environment = { XDG_CACHE_HOME: cache, NO_COLOR: '1' }
const natlens = (...args: string[]) => ['node', NATLENS, ...args]
let statements = 0
const raw = (sql: string) => {
  const file = join(DATA, `raw-${statements++}.sql`)
  writeFileSync(file, sql)
  return ['node', RAW, file]
}

const small = await data('small', 'v5', 'text')
const cases: (Comparison & { readonly goal: string })[] = [
  {
    name: 'natlens list / node -e 0',
    a: natlens('list'),
    b: ['node', '-e', '0'],
    goal: '≤ 2',
  },
  {
    name: 'first answer on 12,000 records / raw DuckDB',
    a: natlens('run', 'traffic/top-transfers', '--path', small),
    b: raw(rawTopTransfers(small, 'text')),
    goal: '≤ 1.7',
  },
  ...(await ofSize('million', '1.10')),
  ...(large ? await ofSize('large', '1.03') : []),
]

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}, ${Math.round(totalmem() / 2 ** 30)} GiB; ` +
    `${rounds} interleaved rounds after one warm-up, medians of whole processes\n`,
)
console.log('| case | natlens s | other s | ratio | goal |\n| --- | --- | --- | --- | --- |')
for (const { goal, ...comparison } of cases) {
  if (only !== undefined && !comparison.name.includes(only)) continue
  const { a, b, ratio } = compare(comparison, { rounds, environment })
  console.log(
    `| ${comparison.name} | ${a.toFixed(3)} | ${b.toFixed(3)} | ${ratio.toFixed(2)} | ${goal} |`,
  )
}

async function ofSize(size: 'million' | 'large', goal: string): Promise<typeof cases> {
  const text = await data(size, 'v5', 'text')
  const parquet = await data(size, 'v5', 'parquet')
  const label = size === 'million' ? '1 M records' : '20 M records'
  const run = (query: string, path: string, ...rest: string[]) =>
    natlens('run', query, '--path', path, ...rest)
  return [
    {
      name: `top-transfers, ${label}, text / raw DuckDB`,
      a: run('traffic/top-transfers', text),
      b: raw(rawTopTransfers(text, 'text')),
      goal: `≤ ${goal}`,
    },
    {
      name: `conversations, ${label}, text / raw DuckDB`,
      a: run('nat/conversations', text),
      b: raw(rawConversations(text, 'text')),
      goal: `≤ ${goal}`,
    },
    {
      name: `top-transfers, ${label}, text, first reading / raw DuckDB`,
      a: run('traffic/top-transfers', text, '--no-cache'),
      b: raw(rawTopTransfers(text, 'text')),
      goal: '≤ 1.35',
    },
    {
      name: `top-transfers, ${label}, Parquet / raw DuckDB`,
      a: run('traffic/top-transfers', parquet),
      b: raw(rawTopTransfers(parquet, 'parquet')),
      goal: `≤ ${goal}`,
    },
    {
      name: `conversations, ${label}, Parquet / raw DuckDB`,
      a: run('nat/conversations', parquet),
      b: raw(rawConversations(parquet, 'parquet')),
      goal: `≤ ${goal}`,
    },
    {
      name: `top-transfers, ${label}, text / zcat and awk`,
      a: run('traffic/top-transfers', text),
      b: ['sh', join(ROOT, 'bench/top-transfers.sh'), text],
      goal: '≤ 1',
    },
  ]
}

async function data(
  size: keyof typeof SIZES,
  fields: 'v5',
  as: 'text' | 'parquet',
): Promise<string> {
  const out = join(DATA, `${size}-${fields}-${as}`)
  if (!existsSync(join(out, 'truth.json'))) {
    rmSync(out, { recursive: true, force: true })
    mkdirSync(DATA, { recursive: true })
    await writeSample({
      out,
      fields,
      as,
      conversations: SIZES[size],
      hours: size === 'large' ? 48 : 24,
    })
  }
  return join(out, 'AWSLogs')
}
