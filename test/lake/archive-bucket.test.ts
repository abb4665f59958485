import { archivedDates, getFile, putFile } from '../../lib/lake/archive-bucket'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { throttle } from '../aws-server/fault'

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.s3.addBucket('archive-bucket')
})
afterEach(() => server.close())

const bucket = () => ({ bucket: 'archive-bucket', s3: server.clients().s3 })
const put = (key: string, text = 'bytes\r\n7\r\n') =>
  putFile(bucket(), { key, text, rows: 1 }, fakeWaiting())

describe('the archive’s bucket', () => {
  it('gives a file back as it was written', async () => {
    await put('2026-02-09/2026-02-09.csv')
    server.fault('GetObject', throttle)

    const bytes = await getFile(bucket(), '2026-02-09/2026-02-09.csv', fakeWaiting())

    expect(Buffer.from(bytes).toString()).toBe('bytes\r\n7\r\n')
  })

  it('says that a day is not there', async () => {
    await expect(getFile(bucket(), '2026-02-10/2026-02-10.csv', fakeWaiting())).rejects.toThrow(
      '`s3://archive-bucket/2026-02-10/2026-02-10.csv` is not in the archive',
    )
  })

  it('lists the days of each query in order, whatever else lies there', async () => {
    await put('2026-02-10/2026-02-10.csv')
    await put('2026-02-09/2026-02-09.csv')
    await put('athena-results/x.csv')
    await put('queries/nat/upload/date=2026-01-31/upload.csv')
    await put('queries/nat/upload/notes/x.csv')

    expect(await archivedDates(bucket(), 'nat/daily-top-100', fakeWaiting())).toEqual([
      '2026-02-09',
      '2026-02-10',
    ])
    expect(await archivedDates(bucket(), 'nat/upload', fakeWaiting())).toEqual(['2026-01-31'])
    expect(await archivedDates(bucket(), 'nat/download', fakeWaiting())).toEqual([])
  })
})
