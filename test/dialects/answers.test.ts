import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askText } from '../ask'
import { answerQuery } from '../interpreter/answer-query'
import { readRecords } from '../interpreter/flow-record'

let folder: string
let paths: string[]

const HEADER =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start action log-status'
const RECORDS = [
  'eni-a 10.0.0.1 192.0.2.1 40000 443 6 10 1000 1773450000 ACCEPT OK',
  'eni-a 10.0.0.1 192.0.2.1 40001 443 6 20 3000 1773450059 ACCEPT OK',
  'eni-a 10.0.0.2 198.51.100.9 40002 53 17 1 80 1773450060 ACCEPT OK',
  'eni-b 172.16.5.5 10.0.0.1 22 40003 6 3 200 1773453600 REJECT OK',
  'eni-b 10.172.16.1 2001:db8::5 1 2 58 2 9007199254740993 1773453700 ACCEPT OK',
  'eni-b - - - - - - - 1773453800 - NODATA',
]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-answers-'))
  paths = [join(folder, 'log.txt')]
  writeFileSync(paths[0]!, `${[HEADER, ...RECORDS].join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rowsOf = async (text: string) => (await askText(text, { paths })).rows

describe('what a query means on the local engine', () => {
  it.each<[string, string, unknown[][]]>([
    ['a substring is not a pattern', 'filter srcAddr like "172.16" | stats count(*) as n', [[2]]],
    [
      'a subnet is not a substring',
      'filter isIpv4InSubnet(srcAddr, "172.16.0.0/12") | stats count(*) as n',
      [[1]],
    ],
    [
      '`-` is in no subnet, and `not` sees that',
      'filter not isIpv4InSubnet(srcAddr, "10.0.0.0/8") | stats count(*) as n',
      [[2]],
    ],
    [
      'an IPv6 block holds its addresses',
      'filter isIpInSubnet(dstAddr, "2001:db8::/32") | fields dstAddr as d | display d',
      [['2001:db8::5']],
    ],
    [
      'an IPv6 block ends at any bit',
      'stats sum(isIpv6InSubnet(dstAddr, "2001:db8::4/126")) as a, sum(isIpv6InSubnet(dstAddr, "2001:db8::6/127")) as b',
      [[1, 0]],
    ],
    [
      'all addresses of both families',
      'filter isIpInSubnet(dstAddr, "0.0.0.0/0") or isIpInSubnet(dstAddr, "::/0") | stats count(*) as n',
      [[5]],
    ],
    ['numbers as text compare as numbers', 'filter dstPort = "443" | stats count(*) as n', [[2]]],
    [
      'a number in a list of both kinds',
      'filter dstPort in [53, "443"] | stats count(*) as n',
      [[3]],
    ],
    ['a numeric `-` is missing', 'filter bytes != 1000 | stats count(*) as n', [[4]]],
    [
      'a missing number stays missing below `not`',
      'filter not (bytes = 1000) | stats count(*) as n',
      [[4]],
    ],
    ['a text `-` is a text', 'filter action != "ACCEPT" | stats count(*) as n', [[2]]],
    [
      'a field that the log does not have matches nothing',
      'filter vpcId != "vpc-1" | stats count(*) as n',
      [],
    ],
    [
      'and is not present',
      'filter not ispresent(vpcId) and ispresent(bytes) | stats count(*) as n',
      [[5]],
    ],
    ['no record gives no row', 'filter bytes < 0 | stats sum(bytes) as s, count(*) as n', []],
    [
      'sums are exact beyond 2^53',
      'stats sum(bytes) as s by interfaceId | sort s desc',
      [
        ['eni-b', 9007199254741193n],
        ['eni-a', 4080],
      ],
    ],
    [
      'division is not integer division',
      'filter srcPort = 22 | stats sum(bytes) / 1000 as k',
      [[0.2]],
    ],
    [
      'division by zero is missing',
      'filter srcPort = 22 | fields bytes / (packets - 3) as r | display r',
      [[null]],
    ],
    [
      'a remainder by zero is missing',
      'filter srcPort = 22 | fields bytes % (packets - 3) as r, bytes % 7 as m | display r, m',
      [[null, 4]],
    ],
    [
      'a logarithm of zero is missing',
      'filter srcPort = 22 | fields log(packets - 3) as l, sqrt(0 - packets) as q | display l, q',
      [[null, null]],
    ],
    ['a power', 'filter srcPort = 22 | fields packets ^ 2 as p | display p', [[9]]],
    [
      '32-bit fields do not overflow',
      'filter srcPort = 40000 | fields srcPort * srcPort * srcPort as c | display c',
      [[64000000000000]],
    ],
    [
      'a minute begins at its start',
      'stats count(*) as n by bin(1m) as t | sort t asc | limit 2',
      [
        [new Date('2026-03-14T01:00:00Z'), 2],
        [new Date('2026-03-14T01:01:00Z'), 1],
      ],
    ],
    [
      'a week begins on Monday',
      'stats count(*) as n by bin(1w) as t',
      [[new Date('2026-03-09T00:00:00Z'), 6]],
    ],
    [
      'a month at its first day',
      'stats count(*) as n by bin(1mo) as t',
      [[new Date('2026-03-01T00:00:00Z'), 6]],
    ],
    [
      'the end of an interval',
      'filter srcPort = 40002 | fields dateceil(@timestamp, 5m) as t | display t',
      [[new Date('2026-03-14T01:05:00Z')]],
    ],
    [
      'an interval of its own end',
      'filter srcPort = 40002 | fields dateceil(@timestamp, 1m) as t | display t',
      [[new Date('2026-03-14T01:01:00Z')]],
    ],
    [
      'percentiles count to 100',
      'filter interfaceId = "eni-a" | stats pct(bytes, 50) as p, pct(bytes, 100) as q',
      [[1000, 3000]],
    ],
    [
      'the latest value',
      'filter interfaceId = "eni-a" | stats latest(bytes) as l, earliest(bytes) as e',
      [[80, 1000]],
    ],
    [
      'distinct values',
      'stats count_distinct(srcAddr) as n, count(bytes) as c, count(*) as a',
      [[5, 5, 6]],
    ],
    [
      'a condition is 1 or 0',
      'stats sum(action = "REJECT") as r, sum(if(action = "REJECT", 1, 0)) as s',
      [[1, 1]],
    ],
    [
      'later measures use earlier ones',
      'filter interfaceId = "eni-a" | stats max(bytes) as a, min(bytes) as b, a - b as c',
      [[3000, 80, 2920]],
    ],
    [
      'stats of stats',
      'stats sum(packets) as p by interfaceId | stats max(p) as m, count(*) as n',
      [[31, 2]],
    ],
    [
      'a filter on a sum',
      'stats sum(packets) as p by interfaceId | filter p > 10',
      [['eni-a', 31]],
    ],
    [
      'the first of each key in the order so far',
      'sort bytes desc | dedup interfaceId | limit 9',
      [
        [new Date('2026-03-14T02:01:40Z'), expect.any(String)],
        [new Date('2026-03-14T01:00:59Z'), expect.any(String)],
      ],
    ],
    [
      'a choice of several',
      'filter srcPort in [22, 40000] | fields case(srcPort = 22, "ssh", protocol = 6, "tcp", "other") as c | sort c asc | display c',
      [['ssh'], ['tcp']],
    ],
    [
      'text functions',
      'filter srcPort = 22 | fields concat(action, "/", logStatus) as a, substr(action, 0, 3) as b, strlen(action) as c, tolower(action) as d, replace(action, "J", "j") as e | display a, b, c, d, e',
      [['REJECT/OK', 'REJ', 6, 'reject', 'REjECT']],
    ],
    [
      'a part of a text in either letter case',
      'filter srcPort = 22 | fields strcontains(action, "jec", 1) as a, strcontains(action, "jec", false) as b, strcontains(action, "JEC", true) as c | display a, b, c',
      [[1, 0, 1]],
    ],
    [
      'white space alone is blank',
      'filter srcPort = 22 | fields isblank("\t ") as a, isblank(" x") as b, isblank(vpcId) as c, isempty(" ") as d | display a, b, c, d',
      [[1, 0, 1, 0]],
    ],
    [
      'white space of any kind is trimmed, other characters where they are named',
      'filter srcPort = 22 | fields concat("[", trim("\t x y\f "), "]") as a, concat("[", ltrim("\f\t x "), "]") as b, concat("[", rtrim(" x \t\f"), "]") as c, trim(" xax ", " ") as d | display a, b, c, d',
      [['[x y]', '[x ]', '[ x]', 'xax']],
    ],
    [
      'a part of a text',
      'filter srcPort = 22 | parse srcAddr "*.*.*" as a, b, c | display a, b, c',
      [['172', '16', '5.5']],
    ],
    [
      'a part by a pattern, missing without a match',
      'filter srcPort in [22, 1] | parse srcAddr /^172\\.(?<second>[0-9]+)/ | sort srcPort desc | display second',
      [['16'], [null]],
    ],
    [
      'the fields of a whole record, more than nine',
      'filter srcPort = 22 | parse @message "* * * * * * * * * * *" as eni, src, dst, sp, dp, proto, pkts, size, began, act, status | display src, size, began, act, status',
      [['172.16.5.5', '200', '1773453600', 'REJECT', 'OK']],
    ],
    [
      'parts of parts, beside a name that the statement could use itself',
      'filter srcPort = 22 | parse srcAddr "*.*" as a, rest | parse rest "*.*.*" as b, c, d | fields strlen(a) as `#parse a` | display a, b, c, d, `#parse a`',
      [['172', '16', '5', '5', 3]],
    ],
    // "Numbers are sorted by value": https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
    [
      'parsed numbers in descending order, other texts last',
      'parse @message "* * * * * *" as eni, src, dst, sp, dp, rest | sort dp desc | display dp | limit 3',
      [['40003'], ['443'], ['443']],
    ],
    [
      'parsed numbers in ascending order after other texts, and what has no match last',
      'parse @message /^\\S+ (?<src>\\S+) \\S+ \\S+ (?<dp>\\S+) (?:6|58|-) / | sort dp, src desc | display dp',
      [['-'], ['2'], ['443'], ['443'], ['40003'], [null]],
    ],
    [
      'the greatest of parsed numbers, and their order under another name',
      'parse @message "* * * * * *" as eni, src, dst, sp, dp, rest | stats max(dp) as most, min(dp) as least2, sortsLast(src) as last by eni | sort most | display eni, most, least2, last',
      [
        ['eni-a', '443', '53', '10.0.0.2'],
        ['eni-b', '40003', '2', '172.16.5.5'],
      ],
    ],
    [
      'a parsed number beside a number in quotes',
      'parse @message "* * * * * *" as eni, src, dst, sp, dp, rest | filter dp > "60" and "50000" > dp | stats count(*) as n',
      [[3]],
    ],
    [
      'names that differ in letter case only',
      'filter srcPort = 22 | stats sum(bytes) as total, sum(packets) as Total by srcAddr as srcaddr',
      [['172.16.5.5', 200, 3]],
    ],
    [
      'an order of names that differ in letter case only',
      'stats sum(bytes) as b, count(*) as B by srcPort as port, interfaceId as Port | sort B asc, b desc | limit 2',
      [
        [1, 'eni-b', 9007199254740993n, 1],
        [40001, 'eni-a', 3000, 1],
      ],
    ],
    [
      'rows of stats in the order of their keys',
      'filter interfaceId = "eni-a" | stats count(*) as n by srcPort, protocol',
      [
        [40000, 6, 1],
        [40001, 6, 1],
        [40002, 17, 1],
      ],
    ],
    [
      'a constant orders nothing',
      'filter srcPort in [22, 1] | fields srcPort as p | sort 2, "x", p desc | display p',
      [[22], [1]],
    ],
    [
      'small integers do not overflow',
      'filter srcPort = 22 | fields 2000000000 + 2000000000 as a, a * 4 as b | stats max(dstPort) * max(dstPort) * 3 as c, max(b) as d',
      [[40003 * 40003 * 3, 16000000000]],
    ],
    [
      'decimal numbers are doubles',
      'filter srcPort = 22 | fields 0.1 + 0.2 as a, ceil(bytes) as b, bytes * 1.5 as c | display a, b, c',
      [[0.1 + 0.2, 200, 300]],
    ],
    [
      'a number as text has plain digits',
      'filter srcPort = 22 | fields concat(bytes / 100, "|", bytes / 16000, "|", bytes * 100000000000000.5) as t | display t',
      [['2|0.0125|20000000000000100']],
    ],
    [
      'a part of a text before its begin is missing',
      'filter srcPort = 22 | fields substr(action, 0 - 1) as a, substr(action, 2, 0 - 1) as b, substr(action, 2, 2) as c | display a, b, c',
      [[null, null, 'JE']],
    ],
    [
      'what begins like an address is none',
      'filter srcPort = 22 | fields isIpv4InSubnet(concat(srcAddr, "x"), "172.16.0.0/12") as a, isIpv4InSubnet(concat(srcAddr, ""), "172.16.0.0/12") as b | display a, b',
      [[0, 1]],
    ],
    [
      'escapes that are broken stay',
      'filter srcPort = 22 | fields urldecode("a%20b+") as a, urldecode("%zz%41") as b, urldecode("%ff") as c | display a, b, c',
      [['a b+', '%zz%41', '%ff']],
    ],
    [
      'bytes of a text, an address as a number, a number in hexadecimal digits',
      'filter srcPort = 22 | fields messageSize("é✓") as a, ipv4ToNumber(srcAddr) as b, ipv4ToNumber("255.255.255.255") as c, ipv4ToNumber("2001:db8::5") as d, ipv4ToNumber("1.2.3") as e, decToHex(bytes) as f, decToHex(0 - 255.9) as g, base64encode("é") as h | display a, b, c, d, e, f, g, h',
      [[5, 2886731013, 4294967295, null, null, '0xc8', '-0xff', 'w6k=']],
    ],
    [
      'the start of the query in epoch seconds',
      'filter toMillis(@timestamp) <= (now() * 1000 - 7200000) and now() < 100000000000 | stats count(*) as n',
      [[6]],
    ],
    [
      'a moment before 1970 is rounded down',
      'filter srcPort = 22 | fields datefloor(fromMillis(-1), 1d) as a | display a',
      [[new Date('1969-12-31T00:00:00Z')]],
    ],
    [
      'a name of parse hides the field, and the field stays for what came before',
      'filter bytes = 200 | parse srcAddr "*.*" as bytes, rest | display bytes, rest',
      [['172', '16.5.5']],
    ],
    ['newest first without a sort', 'fields srcPort | limit 2', [[null], [1]]],
    [
      'an order that a later filter keeps',
      'sort bytes desc | limit 3 | filter protocol = 6 | display bytes',
      [[3000], [1000]],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await rowsOf(text)).toEqual(expected)
    expect(answerQuery(text, readRecords([HEADER, ...RECORDS].join('\n'))).rows).toEqual(expected)
  })

  it('keeps the newest record of each key where some records have no time', async () => {
    const starts = ['-', 1773450000, 1773450000, 1773453600, '-']
    const path = join(folder, 'timeless.txt')
    writeFileSync(
      path,
      `interface-id srcaddr start log-status\n${starts.map((start, i) => `eni-a 10.0.0.${i} ${start} OK\n`).join('')}`,
    )

    const { rows } = await askText('fields srcAddr | dedup interfaceId', { paths: [path] })

    expect(rows).toEqual([['10.0.0.3']])
  })

  it.each([
    "it's",
    '"; drop table flow_logs; --',
    '\\',
    '{{x}}',
    '$1',
    '%',
    '\u0000x'.slice(1),
    'ü’☃',
  ])('compares with the text %j and nothing else happens', async (value) => {
    const quoted = value.includes('"') ? `'${value}'` : `"${value.replace(/\\/g, '\\\\')}"`
    if (value.includes('{{'))
      return expect(() => askText(`filter action = ${quoted}`, { paths })).toThrow(/x/)

    expect(await rowsOf(`filter action != ${quoted} | stats count(*) as n`)).toEqual([[6]])
  })
})
