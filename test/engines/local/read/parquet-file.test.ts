import { gzipSync } from 'node:zlib'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { parquetFile } from '../../../../lib/engines/local/read/parquet/parquet-file'
import { fieldByToken } from '../../../../lib/flow-log/fields'
import { HEADER, log, readBench, record, records, type ReadBench } from './read-file'

let bench: ReadBench
beforeAll(async () => void (bench = await readBench()))
afterAll(() => bench.remove())

const START_AND_ACTION = [fieldByToken('start'), fieldByToken('action'), fieldByToken('srcport')]

describe.each([
  ['the kernel', loadKernel()],
  ['plain JavaScript', undefined],
])('a Parquet file, written by %s', (name, kernel) => {
  it('has the smallest and largest number and the number of missing values of each row group', async () => {
    const lines = records(5000)
    lines[10] = record(10, { 10: '-' })
    lines[4990] = record(4990, { 10: '-', 5: '-' })
    const file = bench.file(log(HEADER, ...lines))
    const { out } = await bench.readInto([file], {
      kernel,
      columns: START_AND_ACTION,
      maxRows: 2500,
    })
    const groups = await bench.database.rows(`
      SELECT row_group_id, path_in_schema, row_group_num_rows, stats_null_count, stats_min_value, stats_max_value
      FROM parquet_metadata('${out}') ORDER BY row_group_id, column_id`)
    const starts = groups.filter(([, column]) => column === 'start')
    const rows = starts.map(([, , count]) => Number(count))
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(5000)
    expect(rows.length).toBeGreaterThan(1)
    expect(starts.map(([, , , nulls]) => Number(nulls)).reduce((a, b) => a + b)).toBe(2)
    expect(starts[0]!.slice(3, 5)).toEqual(['1', '1773446400'])
    expect(starts.at(-1)!.at(-1)).toBe('1773451399')
    for (const [, , , nulls, min, max] of groups.filter(([, column]) => column === 'action')) {
      expect([nulls, min, max]).toEqual(['0', null, null])
    }
    const found = await bench.database.rows(
      `SELECT count(*), count(start), min(start), max(start) FROM read_parquet('${out}') WHERE start >= 1773450000`,
    )
    expect(found).toEqual([['1399', '1399', '1773450000', '1773451399']])
  })

  it('takes numbers whose differences are too large for 32 bits, and those of 64', async () => {
    const [low, high] = ['7', '4294967303']
    const [lowest, highest] = ['0', '9223372036854775807']
    const lines = [record(0, { 8: low, 9: lowest }), record(1, { 8: high, 9: highest }), record(2, { 8: low, 9: '0' })] // prettier-ignore
    const columns = [fieldByToken('packets'), fieldByToken('bytes')]
    const { rows } = await bench.read([bench.file(log(...lines))], { kernel, columns })
    expect(rows.sort()).toEqual(
      [JSON.stringify([low, lowest]), JSON.stringify([high, highest]), JSON.stringify([low, '0'])].sort(), // prettier-ignore
    )
  })

  it('ends a row group before a dictionary has too many texts', async () => {
    const lines = Array.from({ length: 150_000 }, (_, at) => record(0, { 3: `10.${at}` }))
    const file = bench.file(gzipSync(lines.join('\n'), { level: 1 }))
    const columns = [fieldByToken('srcaddr'), fieldByToken('action')]
    const { out } = await bench.readInto([file], { kernel, columns })
    const [[count, distinct]] = (await bench.database.rows(
      `SELECT count(*), count(DISTINCT srcaddr) FROM read_parquet('${out}')`,
    )) as [[string, string]]
    expect([count, distinct]).toEqual(['150000', '150000'])
    const groups = await bench.database.rows(
      `SELECT count(DISTINCT row_group_id) FROM parquet_metadata('${out}')`,
    )
    expect(groups).toEqual([['3']])
  })

  it('has a column without any value where the log lacks the field', async () => {
    const columns = [fieldByToken('interface-type'), fieldByToken('encryption-status')]
    const { rows } = await bench.read([bench.file(log(HEADER, record()))], { kernel, columns })
    expect(rows).toEqual(['[null,null]'])
  })

  it(`can be read when it has no records (${name})`, async () => {
    const { rows } = await bench.read([], { kernel })
    expect(rows).toEqual([])
  })
})

describe('a Parquet file', () => {
  it('has texts for its reader, and names each column by its type', async () => {
    const path = `${bench.folder}/texts.parquet`
    const file = parquetFile(path, [
      { name: 'start', type: 'bigint' },
      { name: 'srcport', type: 'int' },
      { name: 'action', type: 'string' },
    ])
    expect(file.close({ 'natlens.version': '1', source: 'ä' })).toEqual({
      rows: 0,
      rowGroups: 0,
      bytes: expect.any(Number) as number,
    })
    const metadata = await bench.database.rows(
      `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${path}') ORDER BY 1`,
    )
    expect(metadata).toEqual([
      ['natlens.version', '1'],
      ['source', 'ä'],
    ])
    const types = await bench.database.rows(`DESCRIBE SELECT * FROM read_parquet('${path}')`)
    expect(types.map(([column, type]) => [column, type])).toEqual([
      ['start', 'BIGINT'],
      ['srcport', 'INTEGER'],
      ['action', 'VARCHAR'],
    ])
  })

  it('leaves out row groups that were discarded', async () => {
    const path = `${bench.folder}/discarded.parquet`
    const file = parquetFile(path, [{ name: 'srcport', type: 'int' }])
    const group = (value: number) => ({
      rows: 1,
      columns: [
        {
          encoding: 'plain' as const,
          presence: undefined,
          nullCount: 0,
          values: [Buffer.from(Int32Array.of(value).buffer)],
        },
      ],
    })
    file.write(group(1))
    const mark = file.mark()
    file.write(group(2))
    file.write(group(3))
    file.discardAfter(mark)
    file.write(group(4))
    expect(file.close()).toMatchObject({ rows: 2, rowGroups: 2 })
    expect(await bench.database.rows(`SELECT srcport FROM read_parquet('${path}')`)).toEqual([
      [1],
      [4],
    ])
  })
})
