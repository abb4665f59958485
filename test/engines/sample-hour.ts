import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { writeSample, type SampleOptions } from '../../lib/sample/sample'
import { readRecords, type FlowRecord } from '../interpreter/flow-record'

/** An hour of the sample, as files for the local engine and as the records of a log group. */
export interface SampleHour {
  readonly path: string
  readonly records: readonly FlowRecord[]
  /** Every field of the format in every record, as GetLogGroupFields tells it. */
  readonly fields: Readonly<Record<string, number>>
  remove(): Promise<void>
}

export async function sampleHour(fields: NonNullable<SampleOptions['fields']>) {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-hour-'))
  const path = join(folder, 'hour')
  await writeSample({ out: path, conversations: 12, hours: 1, fields })
  const files = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.gz'))
  const texts = await Promise.all(
    files.sort().map(async (name) => gunzipSync(await readFile(join(path, name))).toString()),
  )
  const records = texts.flatMap(readRecords)
  const names = records.flatMap(({ values }) => [...values.keys()])
  return {
    path: join(path, 'AWSLogs'),
    records,
    fields: Object.fromEntries(names.map((name) => [name, 100])),
    remove: () => rm(folder, { recursive: true, force: true }),
  } satisfies SampleHour
}
