import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { athena } from '../../lib/dialects/athena'
import { FORMATS } from '../../lib/flow-log/format'
import { askText } from '../ask'
import { describeLog, planOf } from '../example-questions'
import { findings } from '../language/understood'

// Inputs of a review of the language, with the answers that AWS documents.
const HEADER = 'interface-id srcaddr dstaddr dstport packets bytes start end action log-status'
const RECORDS = [
  'eni-2 10.0.0.10 9.9.9.9 443 2 4000000000 1773450000 1773450060 ACCEPT OK',
  'eni-1 10.0.0.9 9.9.9.9 443 2 5 1773450000 1773450060 ACCEPT OK',
  'eni-1 10.0.0.2 ::ffff:10.0.0.1 22 1 7 1773450000 1773450060 REJECT OK',
  'eni-1 - - - - - 1773450000 1773450060 - NODATA',
]
// Another order of fields, and a field that the first file lacks.
const OTHER = [
  'interface-id start end bytes srcaddr dstaddr action log-status pkt-dstaddr',
  'eni-3 1773453600 1773453660 99 10.0.0.2 2.2.2.2 REJECT OK 9.9.9.9',
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-review-'))
  writeFileSync(join(folder, 'a.log'), `${[HEADER, ...RECORDS].join('\n')}\n`)
  writeFileSync(join(folder, 'b.log'), `${OTHER.join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(text: string, file = 'a.log') {
  return (await askText(text, { paths: [join(folder, file)] })).rows
}

describe('answers', () => {
  it('have the line of each file as it stands, in files of two formats', async () => {
    const { rows } = await askText('parse @message "* * * * *" as a, b, c, d, e | display a, d', {
      paths: [folder],
    })

    expect(rows).toContainEqual(['eni-3', '99'])
    expect(rows).toContainEqual(['eni-2', '443'])
  })

  it.each([
    ['fields srcAddr as s | sort s | display s', [['-'], ['10.0.0.2'], ['10.0.0.9'], ['10.0.0.10']]],
    ['fields srcAddr as s | sort s desc | limit 1 | display s', [['10.0.0.10']]],
    ['stats min(srcAddr) as a, max(srcAddr) as b', [['-', '10.0.0.10']]],
    ['stats sortsFirst(srcAddr) as a, sortsLast(srcAddr) as b', [['-', '10.0.0.10']]],
    // Records of one start: what the query reads decides.
    ['fields srcAddr | limit 2', [['10.0.0.9'], ['10.0.0.2']]],
    ['fields interfaceId, srcAddr | dedup interfaceId', [['eni-2', '10.0.0.10'], ['eni-1', '10.0.0.9']]],
    ['fields srcAddr | sort @timestamp | limit 2', [['-'], ['10.0.0.10']]],
    ['parse @message /(?<verdict>ACCEPT|REJECT)/ | sort @timestamp desc | limit 2', [['REJECT'], ['ACCEPT']]],
    ['stats latest(srcAddr) as l, earliest(srcAddr) as e', [['10.0.0.9', '-']]],
    ['parse srcAddr "*.*" as a, b | filter dstPort = 22', [['10', '0.0.2']]],
    ['filter isValidIpV6(dstAddr) | stats count(*) as n', [[1]]],
    ['filter isIpInSubnet(dstAddr, "::ffff:0:0/96") | stats count(*) as n', [[1]]],
    ['fields toInt("3000000000") as i, toLong("3000000000") as l, isNumeric("1e5") as n | limit 1', [[null, 3000000000, 1]]],
    // No query makes the engine fail.
    ['fields bytes * bytes as b | sort b desc | limit 1 | display b', [[16000000000000000000n]]],
    ['fields bytes * 8 * 1000000000 as x | sort x desc | limit 1 | display x', [[32000000000000000000n]]],
    ['stats sum(bytes * (action = "ACCEPT")) as b', [[4000000005]]],
    ['fields fromMillis(99999999999999999) as t | limit 1', [[null]]],
    ['fields decToHex(-9223372036854775807) as h | limit 1', [['-0x8000000000000000']]],
    ['filter dstPort = 22 | fields round(bytes / 3, packets) as r | display r', [[2.3]]],
    ['filter dstPort = 22 | fields round(bytes, 0 - packets) as r | display r', [[10]]],
    ['filter dstPort = 22 | fields round(bytes / 3, toInt("x")) as r | display r', [[null]]],
    ['filter toInt(@timestamp) > 0 | stats count(*) as n', []],
    ['stats urldecode(concat(count(*), "%20")) as u', [['4 ']]],
    // What AWS documents as valid.
    ['stats count(*) as n by srcAddr | filter n > 0 | fields srcAddr | sort srcAddr | limit 1', [['-']]],
    ['stats count(*) as n, sum(action = "REJECT") as r by interfaceId | fields interfaceId, (r / n * 100) as p | sort interfaceId', [['eni-1', 33.33333333333333], ['eni-2', 0]]],
    ['filter dstPort = 22 | fields unmask(srcAddr) as u | display u', [['10.0.0.2']]],
    ['stats sum(bytes) as s by srcAddr | stats max(s) as m | sort max(s) desc', [[4000000000]]],
    ['stats count(*) as n by bin(5m) offset 1h', [[new Date('2026-03-14T02:00:00Z'), 4]]],
    ['count_frequent interfaceId', [['eni-1', 3], ['eni-2', 1]]],
    ['parse srcAddr /^(?<net>10\\.0)\n   \\.0/ | stats count(*) as n by net | filter net = "10.0" | display n', [[3]]],
    ['parse bytes "*00" as hundreds | filter hundreds = "4" | stats count(*) as n', [[1]]],
    ['filter logStream = "eni-2-all" | stats count(*) as n', [[1]]],
    ['SOURCE "logs" | filterIndex action = "REJECT" | stats count(*) as n', [[1]]],
  ])('%s', async (text, expected) => {
    expect(await rowsOf(text)).toEqual(expected)
  }) // prettier-ignore
})

describe('natural order', () => {
  it('has other texts before numbers, and digits by length and value', async () => {
    const values = ['#', '0', '01', '10', '111A', '2345_', '5A', '9', 'A']
    writeFileSync(
      join(folder, 'c.log'),
      [
        'instance-tag start bytes action log-status',
        ...values.map((value) => `${value} 1773450000 1 ACCEPT OK`),
      ].join('\n'),
    )
    const { rows } = await askText('sort instanceTag | display instanceTag', {
      paths: [join(folder, 'c.log')],
    })

    expect(rows.flat()).toEqual(['#', '5A', '111A', '2345_', 'A', '0', '01', '9', '10'])
  })
})

describe('refused', () => {
  it.each([
    ['stats end by srcAddr', 'not-aggregated'],
    ['stats start as s by interfaceId', 'not-aggregated'],
    ['stats sum(bytes)*end as x', 'not-aggregated'],
    ['filter @ingestionTime > 0', 'without-source'],
  ])('%s', (text, code) => {
    expect(findings(text)[0]).toContain(code)
  })

  it('is @message on a table, with the reason', () => {
    const log = describeLog(FORMATS.v5, ['flow_logs'])

    expect(() => athena.compile(planOf('fields @message'), log)).toThrow(
      '`@message` is not available: the table has fields, not whole lines',
    )
  })
})
