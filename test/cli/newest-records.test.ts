import { newestNote } from '../../cli/engines/newest-records'

const NOON = new Date('2026-03-14T12:00:00Z')
const note = (engine: 'cloudwatch' | 'athena' | 'trino', to: string) =>
  newestNote(engine, new Date(`2026-03-14T${to}Z`), NOON)

it('says from when on records may still come, to CloudWatch and to S3', () => {
  const toS3 =
    'note: what starts after 2026-03-14T11:40:00Z may be incomplete: a record comes to S3 about 10 minutes after its interval, which is up to 10'

  expect(note('cloudwatch', '11:45:01')).toBe(
    'note: what starts after 2026-03-14T11:45:00Z may be incomplete: a record comes to CloudWatch about 5 minutes after its interval, which is up to 10',
  )
  expect(note('athena', '11:41:00')).toBe(toS3)
  expect(note('trino', '12:00:00')).toBe(toS3)
})

it('says nothing of a range that ends before', () => {
  expect(note('cloudwatch', '11:45:00')).toBeUndefined()
  expect(note('athena', '11:40:00')).toBeUndefined()
})
