import { REMOTE_ENGINES } from '../../cli/engines/engine-list'
import { newestNote } from '../../cli/engines/newest-records'

const NOON = new Date('2026-03-14T12:00:00Z')
const note = (name: 'cloudwatch' | 'athena' | 'trino', to: string) =>
  newestNote(
    REMOTE_ENGINES.find((engine) => engine.name === name)!,
    new Date(`2026-03-14T${to}Z`),
    NOON,
  )

it('says from when on records may still come, to CloudWatch and to S3', () => {
  const toS3 =
    'note: records that start after 2026-03-14T11:40:00Z may be incomplete: S3 has a record about 10 minutes after the end of its interval of up to 10 minutes'

  expect(note('cloudwatch', '11:45:01')).toBe(
    'note: records that start after 2026-03-14T11:45:00Z may be incomplete: CloudWatch has a record about 5 minutes after the end of its interval of up to 10 minutes',
  )
  expect(note('athena', '11:41:00')).toBe(toS3)
  expect(note('trino', '12:00:00')).toBe(toS3)
})

it('says nothing of a range that ends before', () => {
  expect(note('cloudwatch', '11:45:00')).toBeUndefined()
  expect(note('athena', '11:40:00')).toBeUndefined()
})
