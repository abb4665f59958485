import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { readSettings } from '../../lib/settings/read-settings'
import { awsServer } from '../aws-server/aws-server'
import { athenaAnswer } from '../engines/remote-answer'
import { deployLake, resourceOf } from './deployment'
import { lakeFunctions } from './lake-functions'
import { archivedAnswer, questions } from './questions'
import { openBuckets, uploadDay } from './sample-day'
import { step } from './step'
import { runOnTrino } from './trino-client'

// The whole system on one machine: the stack as Terraform's real provider makes it at moto, a day of logs whose truth is
// known, the functions from their zips, and Trino, the engine behind Athena, over moto's Glue. It ends at the first
// difference.

const SETTINGS = readSettings(
  JSON.stringify({
    account: '123456789012',
    region: 'eu-central-1',
    vpcs: [{ id: 'vpc-0a1b2c3d4e5f60718', cidrs: ['10.0.0.0/16'] }],
    natGateways: [
      { id: 'eni-0a1f6c2d3e4b5a601', name: 'nat-a', privateAddresses: ['10.0.0.220'] },
      { id: 'eni-0b2f6c2d3e4b5a602', name: 'nat-b', privateAddresses: ['10.0.1.220'] },
    ],
    cloudwatch: { enabled: false },
    // moto runs no functions: they are called below.
    lake: { addPartitionsOnApply: false },
    lambda: { runtime: 'nodejs22.x' },
    // moto knows no workgroup without tags.
    tags: { team: 'network' },
  }),
)

const DAY = '2026-03-14'

const moto = server('MOTO_SERVER')
const trino = server('TRINO_SERVER')
const folder = await mkdtemp(join(tmpdir(), 'natlens-whole-system-'))
const athena = await awsServer()
athena.athena.answer = async (sql) => athenaAnswer(await runOnTrino(trino, sql))
try {
  await run()
} catch (error) {
  // Terraform prints its whole plan before it fails.
  console.log((error as Error).message.split('\n').slice(0, 60).join('\n'))
  process.exitCode = 1
} finally {
  await athena.close()
  await rm(folder, { recursive: true, force: true })
}

async function run(): Promise<void> {
  const lake = await step('synth and terraform apply', async () => {
    const made = await deployLake(SETTINGS, moto, join(folder, 'cdktf.out'))
    await openBuckets(made, moto)
    return [made, `${made.resources.length} resources, provider ${made.provider}`]
  })
  const { truth, records } = await step('sample day', async () => {
    const bucket = resourceOf(lake, 'aws_s3_bucket', 'bucket', SETTINGS.lake.bucketName)
    const day = await uploadDay(join(folder, 'day'), DAY, String(bucket.values['id']), moto)
    return [day, `${day.records} records in ${day.files} files of ${SETTINGS.lake.bucketName}`]
  })
  const functions = lakeFunctions(lake, folder, { moto, athena: athena.url })
  const ask = questions(SETTINGS, DAY, (sql) => runOnTrino(trino, sql))

  await step('add-partitions', async () => {
    const first = await functions.addPartitions({ time: `${DAY}T23:00:00Z` })
    const again = await functions.addPartitions({ time: `${DAY}T23:00:00Z` })
    assert.deepEqual(first, { added: 72, present: 0 })
    assert.deepEqual(again, { added: 0, present: 72 })
    return [first, `${first.added} added, then ${again.added}`]
  })
  await step('Trino, through the table', async () => {
    assert.equal(await ask.records(), records)
    assert.deepEqual(await ask.conversations(), truth.conversations)
    return [
      undefined,
      `${records} records, ${truth.conversations.length} conversations as in truth`,
    ]
  })
  await step('Trino, through the view', async () => {
    assert.deepEqual(await ask.legs(), truth.conversations)
    const { uploadBytes, downloadBytes } = truth.total
    return [undefined, `${uploadBytes} bytes up and ${downloadBytes} down, as in truth`]
  })
  await step('Trino, the saved queries', async () => {
    const saved = lake.resources.filter(({ type }) => type === 'aws_athena_named_query')
    for (const { values } of saved) await runOnTrino(trino, String(values['query']))
    return [undefined, `${saved.length} run`]
  })
  await step('archive', async () => {
    const event = { time: '2026-03-15T02:00:00Z' }
    const first = await functions.archive(event)
    const file = await archivedAnswer(SETTINGS, DAY, moto)
    const again = await functions.archive(event)
    assert.deepEqual([first, again], [{ files: 1, empty: 0 }, first])
    assert.deepEqual(await archivedAnswer(SETTINGS, DAY, moto), file)
    assert.deepEqual(file.conversations, truth.conversations.slice(0, 100))
    return [
      undefined,
      `${file.conversations.length} rows in ${file.key}, as in truth; twice the same`,
    ]
  })
  await step('Trino, through the archive table', async () => {
    assert.deepEqual(await ask.archived(), truth.conversations.slice(0, 100))
    return [undefined, 'the same rows']
  })
  await step('eight days later', async () => {
    const added = await functions.addPartitions({ time: '2026-03-22T23:00:00Z' })
    const deleted = await functions.deletePartitions({ time: '2026-03-22T01:00:00Z' })
    const again = await functions.deletePartitions({ time: '2026-03-22T01:00:00Z' })
    assert.deepEqual(added, { added: 192, present: 48 })
    assert.deepEqual(deleted, { deleted: 24, gone: 0, kept: 240, unreadable: 0 })
    assert.deepEqual(again, { deleted: 0, gone: 0, kept: 240, unreadable: 0 })
    assert.deepEqual(await ask.hours(), hours('2026-03-15', '2026-03-24'))
    assert.equal(await ask.recordsOfDay(), 0)
    return [undefined, 'the 24 partitions of 14 March deleted, the 240 of 15 to 24 March left']
  })
}

/** `2026-03-15 00` to the last hour of the last day. */
function hours(first: string, last: string): readonly string[] {
  const all: string[] = []
  for (
    let time = Date.parse(`${first}T00:00:00Z`);
    time <= Date.parse(`${last}T23:00:00Z`);
    time += 3_600_000
  ) {
    all.push(new Date(time).toISOString().slice(0, 13).replace('T', ' '))
  }
  return all
}

function server(name: 'MOTO_SERVER' | 'TRINO_SERVER'): string {
  const url = process.env[name]
  if (!url) throw new Error(`${name} is not set: .ci/conformance starts the servers`)
  return url
}
