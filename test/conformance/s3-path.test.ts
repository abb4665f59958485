import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { writeSample } from '../../lib/sample/sample'
import { natlens } from '../cli/natlens-process'
import { s3At } from './sample-day'

const SERVER = process.env['MOTO_SERVER'] ?? ''
const ifServer = SERVER === '' ? it.skip : it

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-s3-path-'))
})
afterAll(() => rm(folder, { recursive: true }))

const question = ['run', 'nat/conversations', '-o', 'csv', '--path']
const ask = (...words: string[]) =>
  natlens([...question, ...words], {
    environment: {
      AWS_ENDPOINT_URL: SERVER,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  })

ifServer('a path in S3 answers as the files do, also where keys are hostile', async () => {
  const sample = join(folder, 'sample')
  await writeSample({ out: sample, conversations: 20, hours: 3, fields: 'v5' })
  const s3 = s3At(SERVER)
  const Bucket = `natlens-paths-${Date.now()}`
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    }),
  )
  const entries = await readdir(sample, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(({ name }) => name.endsWith('.gz'))) {
    const path = join(entry.parentPath, entry.name)
    const body = await readFile(path)
    await s3.send(
      new PutObjectCommand({ Bucket, Key: `vpc/${relative(sample, path)}`, Body: body }),
    )
  }
  for (const Key of [
    'other/a/../../../../escaped',
    'other/.hidden',
    'other/a\\b',
    'other/a+b & c%20ü.gz',
  ]) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: await anyLog(sample) }))
  }

  const local = await ask(sample)
  const whole = await ask(`s3://${Bucket}/vpc`, '--yes')
  const hour = ['--from', '2026-03-14T01:00Z', '--to', '2026-03-14T02:00Z']
  const [there, here] = [await ask(`s3://${Bucket}/vpc/AWSLogs`, ...hour, '--no-cache'), await ask(sample, ...hour)] // prettier-ignore
  const hostile = await ask(`s3://${Bucket}/other`, '--yes')
  const missing = await ask('s3://natlens-no-such-bucket', '--yes')

  expect(whole.stdout).toBe(local.stdout)
  expect(there.stdout).toBe(here.stdout)
  expect(here.stdout).not.toBe(local.stdout)
  expect(hostile).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('skipped 3 objects') as string,
  })
  expect(await readdir(join(folder, 'cache', 'natlens', 's3', Bucket, 'other'))).toEqual(['a+b & c%20ü.gz']) // prettier-ignore
  expect(missing.stderr).toContain('bucket `natlens-no-such-bucket` not found')
})

async function anyLog(sample: string): Promise<Buffer> {
  const entries = await readdir(sample, { recursive: true, withFileTypes: true })
  const log = entries.find(({ name }) => name.endsWith('.gz'))!
  return readFile(join(log.parentPath, log.name))
}
