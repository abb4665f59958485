import { readFileSync } from 'node:fs'
import { readQuery } from '../../../../lib/catalogue/query'
import { duckdb } from '../../../../lib/dialects/duckdb'
import { identifier, literal } from '../../../../lib/dialects/literals'
import { describeColumns } from '../../../../lib/engines/ask'
import type { FileFormat } from '../../../../lib/engines/engine'
import { rowsOf } from '../../../../lib/engines/local/duckdb/cells'
import { isInteger } from '../../../../lib/engines/local/duckdb/column-type'
import { openDatabase, type Database } from '../../../../lib/engines/local/duckdb/database'
import { copyAnswer } from '../../../../lib/engines/local/write/copy-answer'
import { resultColumns } from '../../../../lib/engines/result-columns'
import { column } from '../../../../lib/flow-log/fields'
import { FORMATS } from '../../../../lib/flow-log/format'
import type { OutputColumn, Plan } from '../../../../lib/language/plan'
import { PRESENTERS } from '../../../../lib/presenters/presenters'
import type { Row } from '../../../../lib/results/result'
import { answerOf } from '../../../answers/answer-of'
import { catalogue, describeLog, exampleText, planOf } from '../../../example-questions'
import { sampleHour } from '../../sample-hour'
import { columns as unnamed, failure, workbench, type Workbench } from '../workbench'

let bench: Workbench
let database: Database
beforeAll(async () => {
  bench = workbench()
  database = await openDatabase({ folder: bench.folder })
  await database.run(await hourTable())
})
afterAll(() => {
  database.close()
  bench.remove()
})

/** The statement that makes the table of the sample's hour. */
async function hourTable(): Promise<string> {
  const hour = await sampleHour('v11')
  const lines = hour.records.map(({ message }) => `${message}\n`).join('')
  await hour.remove()
  const names = FORMATS.v11.map((field) => literal(column(field)))
  const values = FORMATS.v11.map((field) => {
    const name = identifier(column(field))
    return isInteger(field) ? `TRY_CAST(${name} AS BIGINT) AS ${name}` : name
  })
  return `CREATE TABLE flow_logs AS SELECT ${values.join(', ')}
    FROM read_csv(${literal(bench.write('hour.log', lines))}, delim = ' ', header = false, all_varchar = true, names = [${names.join(', ')}])`
}

it('the table has records', async () => {
  const [row] = await database.rows('SELECT count(*) FROM flow_logs WHERE bytes > 0')

  expect(Number(row![0])).toBeGreaterThan(100)
})

interface Written {
  /** Undefined where a presenter must write the rows. */
  readonly rows: number | undefined
  readonly text: string
}

async function writeFile(sql: string, plan: Plan, format: FileFormat): Promise<Written> {
  const path = bench.path(`answer.${format}`)
  const rows = await copyAnswer(sql, resultColumns(plan), { path, format }, database)
  return { rows, text: rows === undefined ? '' : readFileSync(path, 'latin1') }
}

/** What the presenter prints. */
async function present(sql: string, plan: Plan, format: 'csv' | 'json'): Promise<Written> {
  const batches: Row[][] = []
  for await (const chunk of database.stream(sql)) batches.push(rowsOf(chunk))
  let text = ''
  const answer = answerOf(describeColumns(resultColumns(plan), { ...readQuery('x', 'q'), plan }), batches) // prettier-ignore
  for await (const piece of PRESENTERS[format](answer)) text += piece
  return { rows: batches.flat().length, text: Buffer.from(text).toString('latin1') }
}

const planWith = (columns: readonly OutputColumn[]): Plan => ({ steps: [], columns, fields: [] })

const named = (...names: readonly string[]): Plan =>
  planWith(unnamed(names.length).map((column, index) => ({ ...column, name: names[index]! })))

const readParquet = (values = '*', from = literal(bench.path('answer.parquet'))) =>
  database.rows(`SELECT ${values} FROM ${from}`)

describe.each(['csv', 'json'] as const)('a %s file has the bytes of the presenter', (format) => {
  it.each(catalogue.all().map((query) => [query.name, query] as const))('%s', async (_, query) => {
    const plan = planOf(exampleText(query))
    const sql = duckdb.compile(plan, describeLog(FORMATS.v11, ['flow_logs']), undefined).text

    expect(await writeFile(sql, plan, format)).toEqual(await present(sql, plan, format))
  })

  const TEXTS = ['-', '--', '=1+1', '+1', '-1', '@x', ' x ', "'x", 'a,b', 'say "x"', '"', '=a,"b"', '\\', '\\n', 'c:\\d', 'größe', '日本', 'e\u0301', 'null', 'NULL', '{"a":1}'] // prettier-ignore
  const CONTROLS = ['\tx', '\rx', 'x\r', 'a\nb', 'a\r\nb', '\u0001\u001b[2J\u0000\u0007\b\f', '\u007f\u0080\u009f', '\u061c\u200b\u2028\u2029\u202e\u2066\ufeff', '\u{1f600}', '\u{10ffff}\uffff'] // prettier-ignore
  const codesOf = (text: string) =>
    `[${[...text].map((character) => character.codePointAt(0)).join(', ')}]`
  /** Texts by their characters: SQL has no literal of a NUL. */
  const textsSql = (texts: readonly string[]) =>
    `SELECT list_aggregate(list_transform(codes, lambda code: chr(code)), 'string_agg', '') FROM (SELECT unnest([${texts.map(codesOf).join(', ')}]) AS codes)`

  const CASES = {
    texts: `${textsSql(TEXTS)} UNION ALL SELECT unnest(['', NULL])`,
    integers: `SELECT unnest([0, -1, 9007199254740991, -9007199254740991, 9007199254740992, -9007199254740992, 9223372036854775807, -9223372036854775808, NULL]::BIGINT[])`,
    sums: `SELECT unnest([9223372036854775808, 170141183460469231731687303715884105727, -1, NULL]::HUGEINT[])`,
    'small integers': `SELECT unnest([255, 0, NULL]::UTINYINT[]) UNION ALL SELECT unnest([3]::UINTEGER[])`,
    booleans: 'SELECT unnest([true, false, NULL])',
    doubles: `SELECT unnest([0, -0.0, 1, -1.5, 0.1::DOUBLE + 0.2::DOUBLE, 1e15, 9007199254740991, 123456.789, 1e-4, 0.00012345, 9.9e-5, 1e-5, -1.5e-5, 1.234e-6, 9.99e-7, -1e-7, 5e-324, 2.2250738585072014e-308, 1e-100, 'NaN', 'Infinity', '-Infinity', NULL]::DOUBLE[])`,
    'random doubles': `SELECT (hash(i) / 18446744073709551615 - 0.5) * power(10.0, (i % 40) - 24) AS d FROM range(3000) r(i)`,
    quotients: `SELECT (hash(i) % 1000000) / (i + 1) AS d FROM range(3000) r(i)`,
    times: `SELECT unnest(['2026-03-14 00:00:00', '2026-03-14 01:02:03.004', '2026-03-14 01:02:03.004567', '2026-03-14 01:02:03.0009', '1969-12-31 23:59:59.9995', '1969-12-31 23:59:59.123456', '0001-02-03', '9999-12-31 23:59:59.999', 'infinity', NULL]::TIMESTAMP[])`,
  } as const

  it.each(Object.entries(CASES))('%s', async (_, sql) => {
    expect(await writeFile(sql, named('c'), format)).toEqual(await present(sql, named('c'), format))
  })

  it('control characters, in json left to the presenter', async () => {
    for (const text of CONTROLS) {
      const sql = textsSql([text])

      expect(await writeFile(sql, named('c'), format)).toEqual(
        format === 'csv' ? await present(sql, named('c'), 'csv') : { rows: undefined, text: '' },
      )
    }
  })

  it.each([
    ['doubles beyond integers', 'SELECT unnest([1.0, 1e16, 1e20])::DOUBLE'],
    ['doubles with an exponent', 'SELECT 1e21::DOUBLE'],
    ['a double of which DuckDB writes other digits', 'SELECT power(2.0::DOUBLE, 81)'],
    ['decimals', 'SELECT unnest([2.25, NULL])::DECIMAL(9, 2)'],
    ['years beyond 9999', "SELECT unnest(['12026-03-14', '0001-01-01 (BC)', NULL]::TIMESTAMP[])"],
  ])('%s are left to the presenter', async (_, sql) => {
    expect((await writeFile(sql, named('c'), format)).rows).toBeUndefined()
  })

  it('names of columns, also twice the same', async () => {
    const plan = named('=a', 'b,"c"', '@t', "it's", 'twice', 'twice', '\u202e\\')
    const sql = "SELECT 1, 2.5::DOUBLE, 'x', true, 5, 6, NULL::BIGINT"

    expect(await writeFile(sql, plan, format)).toEqual(await present(sql, plan, format))
  })

  it('no rows', async () => {
    const sql = 'SELECT 1 WHERE false'

    expect(await writeFile(sql, named('c'), format)).toEqual(await present(sql, named('c'), format))
  })

  it('many rows in their order', async () => {
    const sql = `SELECT i * 7919 % 125003 AS n, 'x' || i FROM range(125000) r(i) ORDER BY n DESC`
    const plan = named('n', 'x')

    expect(await writeFile(sql, plan, format)).toEqual(await present(sql, plan, format))
  })
})

describe('a Parquet file', () => {
  it('keeps types, and has no value for `-`, NaN and infinity', async () => {
    const sql = `SELECT unnest(['x', '-']), unnest([9007199254740993, NULL]::HUGEINT[]), unnest([0.5::DOUBLE, 'NaN'::DOUBLE]), unnest(['2026-03-14 01:02:03.004', NULL]::TIMESTAMP[]), unnest([true, NULL]), unnest([2.25, NULL]::DECIMAL(9, 2)[])`
    const types = ['text', 'integer', 'number', 'time', 'boolean', 'number'] as const
    const columns = unnamed(6).map((column, index) => ({ ...column, type: types[index]! }))

    const { rows } = await writeFile(sql, planWith(columns), 'parquet')

    expect(rows).toBe(2)
    expect(await readParquet()).toEqual([
      ['x', 9007199254740993n, 0.5, new Date('2026-03-14T01:02:03.004Z'), 1n, 2.25],
      [null, null, null, null, null, null],
    ])
    expect(await readParquet('DISTINCT typeof(c1), typeof(c3), typeof(c5)')).toEqual([
      ['BIGINT', 'TIMESTAMP', 'DOUBLE'],
    ])
  })

  it('keeps the order of rows, compressed by zstd', async () => {
    const sql = 'SELECT i * 7919 % 300007 AS n FROM range(300000) r(i) ORDER BY n DESC'

    await writeFile(sql, named('n'), 'parquet')

    const file = literal(bench.path('answer.parquet'))
    const pairs = `(SELECT n, lag(n, 1, 1000000) OVER () AS before FROM ${file})`
    expect(await readParquet('count(*), bool_and(n < before)', pairs)).toEqual([[300_000n, true]])
    expect(await readParquet('DISTINCT compression', `parquet_metadata(${file})`)).toEqual([
      ['ZSTD'],
    ])
  })

  it('refuses integers beyond 64 bits', async () => {
    const sql = 'SELECT unnest([1, 9223372036854775808])::HUGEINT'

    const { message, help } = await failure(writeFile(sql, named('n'), 'parquet'))

    expect(message).toBe('an integer of the answer is beyond 64 bits, which Parquet cannot hold')
    expect(help).toBe('use -o FILE.csv or -o FILE.json')
  })
})
