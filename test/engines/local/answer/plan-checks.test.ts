import { planChecks } from '../../../../lib/engines/local/answer/plan-checks'
import { askText } from '../../../ask'
import { catalogue, exampleText, planOf } from '../../../example-questions'
import { workbench, type Workbench } from '../workbench'

const HEADER = 'interface-id srcaddr dstport bytes packets start end action log-status'
const TIMES = '1773446400 1773446460'

let bench: Workbench
let path: string
beforeAll(() => {
  bench = workbench()
  path = bench.write(
    'a.log',
    [
      HEADER,
      `eni-1 10.0.0.1 443 40 1 ${TIMES} ACCEPT OK`,
      `eni-1 10.0.0.1 22 9000000000000000000 3 ${TIMES} REJECT OK`,
      `eni-1 - - - - ${TIMES} - NODATA`,
      `eni-1 - - - - ${TIMES} - SKIPDATA`,
    ].join('\n'),
  )
})
afterAll(() => bench.remove())

async function notesOf(text: string) {
  const { notices } = await askText(text, { paths: [path] })
  return notices.map(({ message }) => message)
}

describe('records without numbers', () => {
  it.each([
    ['filter dstPort != 443 | stats count(*) as n', 'dstPort'],
    ['filter bytes < 100 or 100 > packets | stats count(*) as n', 'bytes`, `packets'],
    ['filter dstPort not in [22] | stats count(*) as n', 'dstPort'],
    ['filter not (dstPort = 443) | stats count(*) as n', 'dstPort'],
    ['fields bytes | sort bytes', 'bytes'],
    ['fields dstPort | dedup dstPort', 'dstPort'],
    ['stats count(bytes) as n by interfaceId', 'bytes'],
    ['filter ispresent(bytes) | stats count(*) as n', 'bytes'],
  ])('are noted where CloudWatch can count their `-`: %s', async (text, fields) => {
    expect(await notesOf(text)).toEqual([
      `2 NODATA or SKIPDATA records lack \`${fields}\`; CloudWatch can compare their \`-\` as a text`,
    ])
  })

  it.each([
    'filter dstPort = 443 | stats count(*) as n',
    'filter bytes > 100 | stats sum(bytes) as b by dstPort',
    'filter logStatus = "OK" | filter dstPort != 443 | stats count(*) as n',
    'filter action = "REJECT" and dstPort != 443 | stats count(*) as n',
    'filter packets > 0 and dstPort != 443 | stats count(*) as n',
    'filter srcAddr like "10." | filter dstPort != 443 | stats count(*) as n',
    'fields bytes | sort bytes desc',
    'stats count(*) as n by interfaceId | filter n != 3',
  ])('are not noted where they cannot matter: %s', async (text) => {
    expect(await notesOf(text)).toEqual([])
  })

  it('cannot matter to a query of the catalogue', () => {
    const checked = catalogue.all().filter((each) => planChecks(planOf(exampleText(each))).length > 0) // prettier-ignore

    expect(checked.map(({ name }) => name)).toEqual([])
  })
})

describe('sums of doubles', () => {
  it.each([
    ['stats sum(bytes ^ 2) as b', 1],
    ['fields bytes / 0.001 as x | filter x > 1 | stats avg(x) as a by srcAddr', 1],
    ['parse @message /ACCEPT|(?<n>90+) 3/ | stats sum(n * 100.5) as b', 1],
    ['stats max(bytes) as b by srcAddr | stats sum(b * 1000.5) as c', 1],
    ['stats sum(bytes / packets) as b, avg(bytes * 8 / 60) as a', 0],
    ['stats sum(bytes * 1000) as exact', 0],
    ['parse dstPort "*" as port | stats sum(port) as ports', 0],
  ])('of 10^20 and more are noted: %s', async (text, count) => {
    const message = `${count} value of a sum is 10^20 or more; its last digits can vary`
    expect(await notesOf(text)).toEqual(count === 0 ? [] : [message])
  })
})
