import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { column } from '../../lib/flow-log/fields'
import { FORMATS } from '../../lib/flow-log/format'
import { SAMPLE_DEFAULTS, writeSample } from '../../lib/sample/sample'
import { sampleFolder } from './sample-folder'
import { filesBelow, linesOf, recordOf } from './written-records'

const folder = sampleFolder()
const options = { conversations: 60, date: '2026-02-28' } as const
const [text, parquet, cloudwatch] = ['text', 'parquet', 'cloudwatch'].map((as) =>
  join(folder, as),
) as [string, string, string]

let connection: DuckDBConnection

beforeAll(async () => {
  await writeSample({ ...options, out: text, as: 'text' })
  await writeSample({ ...options, out: parquet, as: 'parquet' })
  await writeSample({ ...options, out: cloudwatch, as: 'cloudwatch' })
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
  })
  connection = await instance.connect()
})

afterAll(() => connection.closeSync())

const header = FORMATS[SAMPLE_DEFAULTS.fields].map(({ token }) => token).join(' ')

async function rowsOf(sql: string) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson()
}

describe('a sample as text', () => {
  const logs = () => filesBelow(text).filter((path) => path !== 'truth.json')

  it('lies where AWS puts text, each file named after its five minutes', () => {
    const key =
      /^AWSLogs\/123456789012\/vpcflowlogs\/eu-central-1\/(\d{4})\/(\d\d)\/(\d\d)\/123456789012_vpcflowlogs_eu-central-1_fl-0[0-9a-f]{16}_(\d{8})T(\d\d)(\d[05])Z_[0-9a-f]{8}\.log\.gz$/

    for (const path of logs()) {
      const [, year, month, day, date] = key.exec(path) ?? []
      expect(`${year}${month}${day}`).toBe(date)
    }
    expect(logs().length).toBeGreaterThan(100)
  })

  it('has a header line in every file and records below it', () => {
    for (const path of logs()) {
      const [first, ...lines] = linesOf(join(text, path))
      expect(first).toBe(header)
      expect(lines.length).toBeGreaterThan(0)
    }
  })

  it('puts records into the file of the slot in which they end, some up to 30 minutes later', () => {
    const lateness = logs().flatMap((path) => {
      const slot = slotOf(path)
      const [, ...lines] = linesOf(join(text, path))
      return lines.map((line) => {
        const { start, end } = recordOf(header.split(' '), line)
        return {
          early: Number(end) >= slot + 300,
          since: slot - Number(start),
          late: slot - Number(end),
        }
      })
    })

    const late = lateness.filter((each) => each.late > 0)
    expect(lateness.filter(({ early }) => early)).toEqual([])
    // Whoever reads the folders up to half an hour after a record's start finds it.
    expect(Math.max(...lateness.map(({ since }) => since))).toBeLessThanOrEqual(1800)
    expect(late.length).toBeGreaterThan(20)
    expect(late.length).toBeLessThan(lateness.length / 5)
  })

  it('has records that straddle minutes and hours, files late across an hour and across midnight', () => {
    const records = logs().flatMap((path) =>
      linesOf(join(text, path))
        .slice(1)
        .map((line) => ({ slot: slotOf(path), ...recordOf(header.split(' '), line) })),
    )
    const differIn = (seconds: number, a: unknown, b: unknown) =>
      Math.floor(Number(a) / seconds) !== Math.floor(Number(b) / seconds)
    const count = (test: (record: (typeof records)[number]) => boolean) =>
      records.filter(test).length

    expect(count(({ start, end }) => differIn(60, start, end))).toBeGreaterThan(100)
    expect(count(({ start, end }) => differIn(3600, start, end))).toBeGreaterThan(5)
    expect(count(({ slot, end }) => differIn(3600, slot, end))).toBeGreaterThan(5)
    expect(count(({ slot, end }) => differIn(86_400, slot, end))).toBeGreaterThan(0)
    expect(logs().some((path) => path.includes('/2026/03/01/'))).toBe(true)
  })

  it('makes every conversation end within the sample', () => {
    const [from, to] = [Date.UTC(2026, 1, 28) / 1000, Date.UTC(2026, 2, 1) / 1000]
    const outside = logs()
      .flatMap((path) => linesOf(join(text, path)).slice(1))
      .filter((line) => {
        const { start, end, 'log-status': status } = recordOf(header.split(' '), line)
        // A line without traffic may end after the day that it began in.
        return Number(start) < from || Number(start) >= to || (status === 'OK' && Number(end) >= to)
      })

    expect(outside).toEqual([])
  })
})

describe('a sample as Parquet', () => {
  const logs = () => filesBelow(parquet).filter((path) => path !== 'truth.json')

  it('lies in Hive-compatible folders, an hour each', () => {
    const key =
      /^AWSLogs\/aws-account-id=123456789012\/aws-service=vpcflowlogs\/aws-region=eu-central-1\/year=(\d{4})\/month=(\d\d)\/day=(\d\d)\/hour=(\d\d)\/123456789012_vpcflowlogs_eu-central-1_fl-0[0-9a-f]{16}_(\d{8}T\d\d)00Z_[0-9a-f]{8}\.log\.parquet$/

    for (const path of logs()) {
      const [, year, month, day, hour, stamp] = key.exec(path) ?? []
      expect(`${year}${month}${day}T${hour}`).toBe(stamp)
    }
    const hours = (paths: readonly string[]) => [
      ...new Set(paths.map((path) => slotOf(path) - (slotOf(path) % 3600))),
    ]
    expect(hours(logs())).toEqual(hours(filesBelow(text).filter((path) => path.endsWith('.gz'))))
    expect(logs()).toHaveLength(hours(logs()).length)
  })

  it('has the columns, types and compression that AWS writes', async () => {
    const path = join(parquet, logs()[0]!)

    const columns = await rowsOf(
      `SELECT name, type, converted_type FROM parquet_schema('${path}') WHERE type IS NOT NULL`,
    )
    const codecs = await rowsOf(`SELECT DISTINCT compression FROM parquet_metadata('${path}')`)

    const types = {
      int: ['INT32', 'INT_32'],
      bigint: ['INT64', 'INT_64'],
      string: ['BYTE_ARRAY', 'UTF8'],
    } as const
    expect(columns).toEqual(
      FORMATS.v11.map((field) => {
        const [type, converted] = types[field.type]
        return { name: column(field), type, converted_type: converted }
      }),
    )
    expect(codecs).toEqual([{ compression: 'GZIP' }])
  })

  it('has the records of the text, hour by hour', async () => {
    const glob = join(parquet, '**/*.log.parquet')
    const texts = FORMATS.v11.map((field) => `coalesce(CAST("${column(field)}" AS VARCHAR), '-')`)

    const rows = await rowsOf(
      `SELECT concat_ws(' ', ${texts.join(', ')}) AS line FROM read_parquet('${glob}', hive_partitioning = false)`,
    )

    const expected = filesBelow(text)
      .filter((path) => path.endsWith('.gz'))
      .flatMap((path) => linesOf(join(text, path)).slice(1))
    expect(rows.map(({ line }) => line).sort()).toEqual([...expected].sort())
    const missing = `SELECT count(*)::INTEGER AS n FROM read_parquet('${glob}') WHERE srcaddr = '-' AND srcport IS NULL AND log_status <> 'OK'`
    expect(Number((await rowsOf(missing))[0]!.n)).toBeGreaterThan(0)
  })
})

describe('a sample as a CloudWatch export', () => {
  const logs = () => filesBelow(cloudwatch).filter((path) => path.endsWith('.gz'))

  it('has a folder for each log stream below that of the export task', () => {
    const tasks = new Set(logs().map((path) => path.split('/')[1]))

    expect(tasks.size).toBe(1)
    for (const path of logs()) {
      expect(path).toMatch(
        /^exportedlogs\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(eni|nat)-0[0-9a-f]{16}-all\/000000\.gz$/,
      )
    }
    expect(readFileSync(join(cloudwatch, 'exportedlogs', 'aws-logs-write-test'), 'utf8')).toBe(
      'Permission Check Successful',
    )
  })

  it('has the records of the text, each after the time it starts, without a header', () => {
    const records = logs().flatMap((path) =>
      linesOf(join(cloudwatch, path)).map((line) => {
        const [time = '', ...values] = line.split(' ')
        const record = recordOf(header.split(' '), values.join(' '))
        const observer =
          record['interface-id'] === '-' ? record['resource-id'] : record['interface-id']
        const isRight =
          time === new Date(Number(record.start) * 1000).toISOString() &&
          path.includes(`/${observer}-all/`)
        return isRight ? values.join(' ') : `misplaced in ${path}: ${line}`
      }),
    )

    const expected = filesBelow(text)
      .filter((path) => path.endsWith('.gz'))
      .flatMap((path) => linesOf(join(text, path)).slice(1))
    expect(records.sort()).toEqual([...expected].sort())
  })
})

/** Unix seconds at which the slot of a file begins. */
function slotOf(path: string): number {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(path)!
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 1000
}
