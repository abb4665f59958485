import { fileStart, folderSpan, pathFolderSpan } from '../../lib/flow-log/object-keys'
import type { TimeSpan } from '../../lib/time'

const texts = (span: TimeSpan | undefined) =>
  span && [span.from, span.to].map((time) => time.toISOString().slice(0, 16))

describe('the folders of flow logs', () => {
  it.each([
    [['2026'], '2026-01-01T00:00', '2027-01-01T00:00'],
    [['2026', '12'], '2026-12-01T00:00', '2027-01-01T00:00'],
    [['2028', '02', '29'], '2028-02-29T00:00', '2028-03-01T00:00'],
    [['2026', '03', '14', '23'], '2026-03-14T23:00', '2026-03-15T00:00'],
  ])('%j cover %s to %s', (times, from, to) => {
    expect(texts(folderSpan(times))).toEqual([from, to])
  })

  it.each([[[]], [['2026', '13']], [['2026', '02', '30']], [['2026', '03', '14', '24']], [['26']]])(
    '%j are not a time',
    (times) => {
      expect(folderSpan(times)).toBeUndefined()
    },
  )

  it('are found in a path by their names, by AWS’s order, or as bare numbers below a folder', () => {
    const day = ['2026-03-04T00:00', '2026-03-05T00:00']

    expect(texts(pathFolderSpan('/l/year=2026/month=3/day=4/a.log', 'a.log'))).toEqual(day)
    expect(
      texts(pathFolderSpan('/AWSLogs/1/vpcflowlogs/eu-west-1/2026/03/04/a.log', 'a.log')),
    ).toEqual(day)
    expect(texts(pathFolderSpan('/l/2026/03/04/a.log', '2026/03/04/a.log'))).toEqual(day)
    expect(pathFolderSpan('/l/2026/03/04/a.log', 'a.log')).toBeUndefined()
  })
})

it('the name of a file says the minute in which AWS began it', () => {
  const name = '123456789012_vpcflowlogs_eu-west-1_fl-1_20260314T2355Z_abc.log.gz'

  expect(fileStart(`AWSLogs/${name}`)).toEqual(new Date('2026-03-14T23:55Z'))
  expect(fileStart(name.replace('0314T', '0332T'))).toBeUndefined()
  expect(fileStart(`${name}/a.log`)).toBeUndefined()
})
