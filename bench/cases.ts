import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  builtIn,
  compiledSql,
  dataPath,
  ENVIRONMENT,
  intoFile,
  natlens,
  polars,
  raw,
  rawPython,
  runQuery,
  shell,
  withCache,
} from './commands'
import { runCommand, type Command, type Pair } from './compare'
import type { DataSets, Size } from './data'
import type { BenchOptions } from './options'
import { rawActions, rawConversations, rawCopy, rawTopTransfers, rawView } from './raw-sql'

/** A row of the table: two commands to time, or one whose peak memory is measured. */
export type Case =
  | {
      readonly kind: 'time'
      readonly name: string
      readonly goal: string
      prepare(): Promise<Pair>
    }
  | {
      readonly kind: 'memory'
      readonly name: string
      readonly goal: string
      prepare(): Promise<Omit<Pair, 'before'>>
    }

/** All rows, in the order of the table. Data are written when a row is prepared. */
export function benchCases(data: DataSets, { large, against }: BenchOptions): readonly Case[] {
  const four = () => data.sample('four')
  return [
    timed('natlens list / node -e 0', '≤ 2', () => [natlens('list'), ['node', '-e', '0']]),
    timed('first answer, 12,000 records / raw DuckDB', '≤ 1.7', async () => {
      const small = await data.sample('small')
      return [runQuery(TOP, small), raw(rawTopTransfers(small))]
    }),
    ...(against === undefined ? [] : [againstCase(data, against)]),
    timed('top-transfers, 4 M, text / raw DuckDB', '≤ 0.70', async () => [
      runQuery(TOP, await four()),
      raw(rawTopTransfers(await four())),
    ]),
    timed('few groups, 4 M, text / raw DuckDB', '≤ 0.60', async () => [
      natlens('run', '--path', await four(), '--no-cache', '--query', ACTIONS),
      raw(rawActions(await four())),
    ]),
    timed('conversations, 4 M, text / raw DuckDB, same SQL', '≤ 0.80', async () => [
      runQuery(CONVERSATIONS, await four()),
      raw(rawView(await four(), compiledSql(CONVERSATIONS))),
    ]),
    timed('top-transfers, 4 M, text / polars, streaming', '≤ 0.90', async () => [
      runQuery(TOP, await four()),
      polars(await four()),
    ]),
    timed('top-transfers, 4 M, text / DuckDB in Python', '≤ 0.70', async () => [
      runQuery(TOP, await four()),
      rawPython(rawTopTransfers(await four())),
    ]),
    timed('top-transfers, 4 M, text / zcat and awk', '≤ 1', async () => [
      runQuery(TOP, await four()),
      shell(await four()),
    ]),
    timed('top-transfers, 4 M in one gzip file / raw DuckDB', '≤ 0.75', async () => [
      runQuery(TOP, await data.joined()),
      raw(rawTopTransfers(await data.joined())),
    ]),
    timed('top-transfers, 10,000 files of 100 records / raw DuckDB', '≤ 0.65', async () => [
      runQuery(TOP, await data.tiny()),
      raw(rawTopTransfers(await data.tiny())),
    ]),
    timed('top-transfers, 4 M, repeated headers in one file / the files', '≤ 1.5', async () => [
      runQuery(TOP, await data.repeatedHeaders()),
      runQuery(TOP, await four()),
    ]),
    timed('top-transfers, 4 M, 1 % damaged lines / without damage', '≤ 1.5', async () => [
      runQuery(TOP, await data.damaged()),
      runQuery(TOP, await four()),
    ]),
    timed('summary / conversations, 4 M, text', '≤ 1.15', async () => [
      natlens('summary', '--path', await four(), '--no-cache'),
      runQuery(CONVERSATIONS, await four()),
    ]),
    ingestCase(data),
    keptCase(data, 'four', 'top-transfers, 4 M, third question / first', '≤ 0.30', (path) =>
      runQuery(TOP, path),
    ),
    {
      kind: 'memory',
      name: 'peak memory of top-transfers, 4 M, text, and of raw DuckDB',
      goal: '≤ 350 MiB',
      prepare: async () => ({
        a: runQuery(TOP, await four()),
        b: raw(rawTopTransfers(await four())),
      }),
    },
    outputCase(data),
    ...parquetCases(data, 'million', '1 M'),
    ...(large ? largeCases(data) : []),
  ]
}

const TOP = 'traffic/top-transfers'
const CONVERSATIONS = 'nat/conversations'
const ACTIONS = 'stats sum(bytes) as total by action | sort total desc'

type Commands = readonly [a: Command, b: Command, before?: () => void]

function timed(name: string, goal: string, commands: () => Commands | Promise<Commands>): Case {
  return {
    kind: 'time',
    name,
    goal,
    prepare: async () => {
      const [a, b, before] = await commands()
      return { a, b, before }
    },
  }
}

function againstCase(data: DataSets, folder: string): Case {
  return timed(`first answer, 20,000 records / the build in ${folder}`, '≤ 1.05', async () => {
    const path = await data.sample('first')
    const args = ['run', TOP, '--path', path, '--no-cache']
    // A build compiles at its first start; without --no-cache its compiled code is kept.
    for (const build of [natlens('list'), builtIn(folder, ['list'])]) runCommand(build, ENVIRONMENT)
    return [natlens(...args), builtIn(folder, args)]
  })
}

/** Both write into an empty place. */
function ingestCase(data: DataSets): Case {
  return timed('ingest, 4 M, all columns / raw DuckDB COPY zstd', '≤ 0.35', async () => {
    const path = await data.sample('four')
    const [folder, file] = [dataPath('ingested'), dataPath('copied.parquet')]
    return [
      natlens('ingest', '--path', path, '--out', folder),
      raw(rawCopy(path, file)),
      () => [folder, file].forEach((each) => rmSync(each, { recursive: true, force: true })),
    ]
  })
}

/** The second question has made the kept copy; the third answers from it. */
function keptCase(
  data: DataSets,
  size: Size,
  name: string,
  goal: string,
  other: (path: string) => Command,
): Case {
  return timed(name, goal, async () => {
    const path = await data.sample(size)
    const cache = dataPath(`cache-kept-${size}`)
    rmSync(cache, { recursive: true, force: true })
    const question = withCache(cache, natlens('run', TOP, '--path', path))
    for (let count = 1; count <= 2; count++) runCommand(question, ENVIRONMENT)
    const copies = join(cache, 'natlens/kept')
    if (!existsSync(copies) || !readdirSync(copies).some((name) => name.endsWith('.parquet'))) {
      console.error(`note: ${name}: no copy was kept, since the text is small or is read quickly`)
    }
    return [question, other(path)]
  })
}

function outputCase(data: DataSets): Case {
  return timed('1 M rows to a CSV file: -o FILE.csv / -o csv > FILE', '≤ 0.2', async () => {
    const path = await data.sample('million')
    const [own, redirected] = [dataPath('rows.csv'), dataPath('redirected.csv')]
    const question = ['--query', 'fields srcAddr, dstAddr, bytes', '--limit', '0']
    const run = (output: string) => natlens('run', '--path', path, '--no-cache', ...question, '-o', output) // prettier-ignore
    return [run(own), intoFile(run('csv'), redirected), () => rmSync(own, { force: true })]
  })
}

function parquetCases(data: DataSets, size: Size, label: string): readonly Case[] {
  const question = (query: string, path: string) => natlens('run', query, '--path', path)
  return [
    timed(`top-transfers, ${label}, Parquet / raw DuckDB`, '≤ 1.10', async () => {
      const path = await data.sample(size, 'parquet')
      return [question(TOP, path), raw(rawTopTransfers(path, 'parquet'))]
    }),
    timed(`conversations, ${label}, Parquet / raw DuckDB`, '≤ 1.10', async () => {
      const path = await data.sample(size, 'parquet')
      return [question(CONVERSATIONS, path), raw(rawConversations(path, 'parquet'))]
    }),
  ]
}

function largeCases(data: DataSets): readonly Case[] {
  return [
    timed('top-transfers, 20 M, text / raw DuckDB', '≤ 0.70', async () => {
      const path = await data.sample('large')
      return [runQuery(TOP, path), raw(rawTopTransfers(path))]
    }),
    keptCase(data, 'large', 'top-transfers, 20 M, third question / polars on the text', '≤ 0.35', polars), // prettier-ignore
    ...parquetCases(data, 'large', '20 M'),
  ]
}
