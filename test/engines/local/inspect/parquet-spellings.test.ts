import { ask, workbench, writeParquet, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const SQL = 'SELECT interface_id, bytes, start FROM flow_logs ORDER BY bytes'
const VALUES = { sql: SQL, width: 3 }
const ENI = `'eni-0123456789abcdef0'`

test('columns are read in any spelling and type', async () => {
  const files = {
    hyphens: `${ENI} AS "interface-id", 1::BIGINT AS bytes, 1773482400::BIGINT AS start`,
    loud: `${ENI} AS INTERFACE_ID, 2::BIGINT AS BYTES, 1773482400::BIGINT AS START`,
    timestamp: `${ENI} AS interface_id, 3::BIGINT AS bytes, TIMESTAMP '2026-03-14 10:00:00.5' AS start`,
    zoned: `${ENI} AS interface_id, 4::BIGINT AS bytes, TIMESTAMPTZ '2026-03-14 11:00:00+01' AS start`,
    text: `${ENI} AS interface_id, '5' AS bytes, '1773482400' AS start`,
    floating: `${ENI} AS interface_id, 6.0::DOUBLE AS bytes, 1773482400::FLOAT AS start`,
    decimal: `${ENI} AS interface_id, 7::DECIMAL(30, 0) AS bytes, 1773482400::INTEGER AS start`,
  }
  for (const [name, columns] of Object.entries(files)) {
    await writeParquet(bench.path(`${name}.parquet`), `SELECT ${columns}`)
  }
  const { rows, messages } = await ask(bench.folder, VALUES)
  expect(messages).toEqual([])
  const starts = rows.map(([, , start]) => start)
  expect(rows.map(([id, bytes]) => [id, Number(bytes)])).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((bytes) => ['eni-0123456789abcdef0', bytes]),
  )
  // A number of 32 floating bits is that exact only by chance.
  expect(starts.map(Number)).toEqual(starts.map((_, at) => (at === 5 ? 1773482368 : 1773482400)))
})

test('a column of the wrong type is damage that names column and type', async () => {
  const path = bench.path('logs/a.parquet')
  await writeParquet(path, `SELECT ${ENI} AS interface_id, true AS bytes, 1::BIGINT AS start`)
  await writeParquet(bench.path('logs/b.parquet'), `SELECT ${ENI} AS interface_id, 9::BIGINT AS bytes, 1773482400::BIGINT AS start`) // prettier-ignore
  const { rows, messages } = await ask(bench.path('logs'), VALUES)
  expect(rows).toHaveLength(1)
  expect(messages).toEqual([
    `damage: ${path}: column \`bytes\` has the type BOOLEAN instead of whole numbers, file skipped`,
  ])
})

test('rows with an impossible value are counted, and in no sum; the memory knows them too', async () => {
  const rowsOf = [
    '(1, 100, 160, 443)',
    '(-2, 100, 160, 443)',
    '(3, 100, 160, 70000)',
    '(4, 1773482400000, 1773482460000, 443)',
    '(5, 1000, 939, 443)',
    '(6, 1000, 940, 443)',
    '(NULL, NULL, NULL, NULL)',
  ]
  const path = bench.path('a.parquet')
  await writeParquet(path, `SELECT ${ENI} AS interface_id, bytes::BIGINT AS bytes, first::BIGINT AS start, last::BIGINT AS "end", port::INTEGER AS dstport FROM (VALUES ${rowsOf.join(', ')}) AS t(bytes, first, last, port)`) // prettier-ignore
  for (const reading of ['first', 'second']) {
    const cacheFolder = bench.path('cache')
    const { rows, messages, statistics } = await ask(path, { ...VALUES, cacheFolder })
    expect([reading, rows.map(([, bytes]) => bytes)]).toEqual([reading, [1, 6, null]])
    expect(messages).toEqual([
      `damage: ${path}: skipped 4 rows with impossible values, such as negative bytes or an end before the start`,
    ])
    expect(statistics).toMatchObject({ recordsScanned: 3, linesUnreadable: 4 })
  }
})

test('text that is not a number is an impossible value', async () => {
  const path = bench.path('a.parquet')
  await writeParquet(path, `SELECT ${ENI} AS interface_id, unnest(['1', 'x', '-', '-5']) AS bytes, 5::BIGINT AS start`) // prettier-ignore
  const { rows, messages } = await ask(path, VALUES)
  expect(rows.map(([, bytes]) => bytes)).toEqual([1, null])
  expect(messages[0]).toContain('skipped 2 rows with impossible values')
})
