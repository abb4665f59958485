import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { READING_RULES } from '../../../../lib/engines/local/read/reading-rules'
import type { TextReading } from '../../../../lib/engines/local/read/text-file-reader'
import { FORMATS } from '../../../../lib/flow-log/format'
import { HEADER, log, readBench, record, records, type ReadBench } from './read-file'

let bench: ReadBench
beforeAll(async () => void (bench = await readBench()))
afterAll(() => bench.remove())

const LINES = records(300)
const CLEAN = log(HEADER, ...LINES)
const GZIP = gzipSync(CLEAN)

function replaced(index: number, fields: Readonly<Record<number, string>>): string {
  return log(HEADER, ...LINES.map((line, at) => (at === index ? record(at, fields) : line)))
}
function inserted(index: number, ...lines: readonly string[]): string {
  return log(HEADER, ...LINES.slice(0, index), ...lines, ...LINES.slice(index))
}
function flipped(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[at]! ^= 1
  return damaged
}

interface Expected extends Partial<Omit<TextReading, 'unreadable'>> {
  /** Line, reason and field of the unreadable ones. */
  readonly unreadable?: readonly string[]
}

const CASES: Readonly<Record<string, readonly [bytes: string | Buffer, expected: Expected]>> = {
  'a clean file': [CLEAN, { state: 'whole', lines: 301, headers: 1, blank: 0, records: 300 }],
  'a clean gzip file': [GZIP, { state: 'whole', lines: 301, headers: 1, records: 300 }],
  'line ends of Windows': [CLEAN.replaceAll('\n', '\r\n'), { records: 300, headers: 1, blank: 0 }],
  'line ends of Windows, the last one missing': [
    CLEAN.replaceAll('\n', '\r\n').slice(0, -2),
    { records: 300, lines: 301 },
  ],
  'blank lines': [inserted(150, '', ' ', '', '\r', '\t'), { records: 300, blank: 5, lines: 306 }],
  'no last line feed': [CLEAN.slice(0, -1), { records: 300, lines: 301 }],
  'a carriage return in a line': [
    replaced(7, { 3: '10.0.\r0.1' }),
    { records: 299, unreadable: ['9 carriageReturn'] },
  ],
  'not a number': [
    replaced(200, { 9: '12x4' }),
    { records: 299, unreadable: ['202 notInteger bytes'] },
  ],
  'a decimal': [replaced(0, { 8: '1.5' }), { records: 299, unreadable: ['2 notInteger packets'] }],
  'too large for 32 bits': [
    replaced(2, { 5: '2147483648' }),
    { records: 299, unreadable: ['4 integerTooLarge srcport'] },
  ],
  'too large for 64 bits': [
    replaced(2, { 9: '9223372036854775808' }),
    { records: 299, unreadable: ['4 integerTooLarge bytes'] },
  ],
  'the largest numbers': [
    replaced(2, { 5: '65535', 7: '255', 9: '9223372036854775807', 11: '99999999999' }),
    { records: 300 },
  ],
  'a port that does not exist': [
    replaced(2, { 5: '65536' }),
    { records: 299, unreadable: ['4 impossibleValue srcport'] },
  ],
  'a protocol that does not exist': [
    replaced(2, { 7: '256' }),
    { records: 299, unreadable: ['4 impossibleValue protocol'] },
  ],
  'milliseconds instead of seconds': [
    replaced(2, { 10: '1773446400000', 11: '1773446460000' }),
    { records: 299, unreadable: ['4 impossibleValue start'] },
  ],
  'an end 60 seconds before the start': [
    replaced(2, { 10: '1773446460', 11: '1773446400' }),
    { records: 300 },
  ],
  'an end 61 seconds before the start': [
    replaced(2, { 10: '1773446461', 11: '1773446400' }),
    { records: 299, unreadable: ['4 impossibleValue end'] },
  ],
  'a header in another spelling': [
    inserted(100, HEADER.toUpperCase().replaceAll('-', '_')),
    { records: 300, headers: 2 },
  ],
  'a header as in a format string': [
    inserted(
      100,
      HEADER.replace(/[^ ]+/g, (token) => `\${${token}}`),
    ),
    { records: 300, headers: 2 },
  ],
  'a header that is not understood, and one that is': [
    inserted(100, `${HEADER} x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14`, LINES[0]!, HEADER),
    { records: 300, headers: 2, unreadable: ['102 unknownHeader', '103 fieldCount'] },
  ],
  'a plus sign and zeros in front': [
    replaced(2, { 8: '+5', 9: '0000000000000000000000007' }),
    { records: 300 },
  ],
  'a negative number': [
    replaced(2, { 9: '-12' }),
    { records: 299, unreadable: ['4 impossibleValue bytes'] },
  ],
  'a missing number': [replaced(2, { 9: '-' }), { records: 300 }],
  'an empty number': [replaced(2, { 9: '' }), { records: 299, unreadable: ['4 notInteger bytes'] }],
  'an empty text': [replaced(2, { 12: '' }), { records: 300 }],
  'a field too many': [replaced(2, { 3: 'a b' }), { records: 299, unreadable: ['4 fieldCount'] }],
  'too few fields': [inserted(5, '2 1 2'), { records: 300, unreadable: ['7 fieldCount'] }],
  'a double space': [replaced(2, { 3: '10.0.0.1 ' }), { records: 300 }],
  'a space at the end': [replaced(2, { 13: 'OK ' }), { records: 300 }],
  'a space at the beginning': [replaced(2, { 0: ' 2' }), { records: 300 }],
  'a tab at the end of a text': [replaced(2, { 13: 'OK\t' }), { records: 300 }],
  'the header again': [inserted(100, HEADER), { records: 300, headers: 2, lines: 302 }],
  'the header again, with odd spaces': [
    inserted(100, `  ${HEADER.replaceAll(' ', '  ')} `),
    { records: 300, headers: 2 },
  ],
  'a mark of the byte order': [`\ufeff${CLEAN}`, { records: 300, headers: 1 }],
  'no header': [log(...LINES), { records: 300, headers: 0, lines: 300 }],
  'a line of 3 MB': [
    inserted(100, 'x'.repeat(3e6)),
    { records: 300, unreadable: ['102 lineTooLong'] },
  ],
  'a line of 9 MB at the end': [
    CLEAN + 'x'.repeat(9e6),
    { records: 300, unreadable: ['302 lineTooLong'] },
  ],
  'a text of 1 MB': [replaced(10, { 3: 'v'.repeat(1e6) }), { records: 300 }],
  'a text of 100 kB': [replaced(10, { 3: 'v'.repeat(1e5) }), { records: 300 }],
  'several members': [
    Buffer.concat([GZIP, gzipSync(log(...LINES.slice(0, 10)))]),
    { records: 310, state: 'whole' },
  ],
  'several files in one': [Buffer.concat([GZIP, GZIP, GZIP]), { records: 900, headers: 3 }],
  'empty members': [Buffer.concat([gzipSync(''), GZIP, gzipSync('')]), { records: 300 }],
  'zeros after the last member': [
    Buffer.concat([GZIP, Buffer.alloc(512)]),
    { records: 300, state: 'whole' },
  ],
  'a wrong checksum': [
    flipped(GZIP, GZIP.length - 6),
    { records: 0, lines: 0, state: 'corrupt', reason: 'incorrect data check' },
  ],
  'a wrong length': [
    flipped(GZIP, GZIP.length - 2),
    { records: 0, state: 'corrupt', reason: 'incorrect length check' },
  ],
  'a flipped bit': [flipped(GZIP, GZIP.length >> 1), { records: 0, state: 'corrupt' }],
  'a member without its end': [
    GZIP.subarray(0, -8),
    { records: 300, state: 'truncated', reason: 'unexpected end of file' },
  ],
  'UTF-8': [replaced(10, { 2: 'eni-ü' }), { records: 300 }],
  'bytes that are not UTF-8': [
    Buffer.from(replaced(10, { 2: 'eni-ü' }), 'latin1'),
    { records: 299, unreadable: ['12 invalidUtf8'] },
  ],
  'a zero byte': [replaced(10, { 2: 'eni-\0' }), { records: 300 }],
  'a header alone': [log(HEADER), { records: 0, headers: 1 }],
  'an empty file': ['', { records: 0, lines: 0, state: 'whole' }],
  'an empty member': [gzipSync(''), { records: 0, lines: 0, state: 'whole' }],
}

/** Of what the kernel reads. */
const answers = createHash('sha256')

describe.each([
  ['the kernel', loadKernel()],
  ['plain JavaScript', undefined],
])('odd files, read by %s', (_, kernel) => {
  it.each(Object.entries(CASES))('%s', async (_name, [bytes, { unreadable = [], ...expected }]) => {
    const { readings, rows } = await bench.read([bench.file(bytes)], { kernel })
    const [reading] = readings
    if (kernel) answers.update(JSON.stringify([reading, rows]))
    expect(reading).toMatchObject(expected)
    expect(rows).toHaveLength(reading!.records)
    expect(
      reading!.unreadable.lines.map(({ line, reason, token }) =>
        [line, reason, token].filter((each) => each !== undefined).join(' '),
      ),
    ).toEqual(unreadable)
    const { lines, headers, blank, records } = reading!
    expect(headers + blank + records + reading!.unreadable.count).toBe(lines)
  })

  it('a cut gzip file: its whole lines', async () => {
    const noise = Array.from({ length: 3000 }, (_, at) => record(at, { 2: randomBytes(9).toString('hex') })) // prettier-ignore
    const whole = gzipSync(log(HEADER, ...noise))
    const { readings, rows } = await bench.read(
      [bench.file(whole.subarray(0, whole.length - 3000))],
      { kernel },
    )
    expect(readings[0]).toMatchObject({ state: 'truncated', reason: 'unexpected end of file' })
    expect(readings[0]!.unreadable.count).toBe(0)
    expect(rows.length).toBeGreaterThan(2500)
    expect(rows.length).toBeLessThan(3000)
  })

  it('odd spaces and UTF-8 in many lines: values, and the text of unreadable lines as it stands', async () => {
    const wrong = [record(1, { 9: 'many' }), record(2, { 2: 'eni-ü', 9: 'x' })].map((line) => ` ${line.replaceAll(' ', '   ')} `) // prettier-ignore
    const lines = LINES.map((line, at) => (at % 2 ? line : `\t ${line.replaceAll(' ', '  ')} \t`))
    lines.splice(200, 0, wrong[0]!, record(3, { 2: '東京' }), wrong[1]!)
    const { readings, rows } = await bench.read([bench.file(log(...lines))], { kernel })
    const expected = [...LINES]
    expected.splice(200, 0, record(3, { 2: '東京' }))
    expect(rows).toEqual(expected.map((line) => JSON.stringify(line.split(' '))))
    expect(readings[0]!.unreadable.lines).toEqual([
      { line: 201, text: wrong[0], reason: 'notInteger', token: 'bytes' },
      { line: 203, text: wrong[1], reason: 'notInteger', token: 'bytes' },
    ])
  })

  it.each(['\n', '\r\n', ' '])('a file of one blank line: %j', async (bytes) => {
    const { readings } = await bench.read([bench.file(bytes)], { kernel })
    expect(readings[0]).toMatchObject({ lines: 1, blank: 1 })
  })

  it('another order after another header', async () => {
    const order = [...FORMATS.v2].reverse()
    const reversed = (line: string) => line.split(' ').reverse().join(' ')
    const bytes = log(
      ...[HEADER, LINES[0]!, order.map(({ token }) => token).join(' '), reversed(LINES[1]!)],
      ...['srcaddr bytes some-later-field start', '192.0.2.1 5 x 1773446400', HEADER, LINES[2]!],
    )
    const { readings, rows } = await bench.read([bench.file(bytes)], { kernel })
    if (kernel) answers.update(JSON.stringify([readings, rows]))
    expect(readings[0]).toMatchObject({ headers: 4, records: 4 })
    const expected = (line: string) => JSON.stringify(line.split(' '))
    const missing = [null, null, null, '192.0.2.1', ...Array<null>(5).fill(null), '5', '1773446400', null, null, null] // prettier-ignore
    const [first, second, last] = LINES.slice(0, 3).map(expected)
    expect(rows).toEqual([first, second, JSON.stringify(missing), last])
  })

  it('an export of CloudWatch Logs: the time before each line is passed over', async () => {
    const bytes = log(...LINES.map((line) => `2026-03-14T00:00:00.000Z ${line}`))
    const file = bench.file(gzipSync(bytes), { prefixColumns: 1 })
    const { readings, rows } = await bench.read([file], { kernel })
    expect(readings[0]).toMatchObject({ records: 300, lines: 300 })
    expect(rows).toContain(JSON.stringify(LINES[7]!.split(' ')))
  })

  it('a range: the other records are counted, with the first and last start of all', async () => {
    const range = { from: 1773446410, to: 1773446420 }
    const file = bench.file(replaced(15, { 10: '-' }))
    const { readings, rows } = await bench.read([file], { kernel, range, addsUp: true })
    expect(rows).toHaveLength(9)
    expect(readings[0]).toMatchObject({
      records: 300,
      outOfRange: 291,
      firstStart: 1773446400,
      lastStart: 1773446699,
      sums: { packets: 3000n, bytes: 344850n },
    })
  })
})

/** The answers under each version of the rules: a change of one raises the version. */
const ANSWERS: Readonly<Record<number, string>> = {
  2: '27c7afc3533f3077',
  3: 'de229d0f3da2a6e6',
}

test('the version of the rules changes with the answers to the files above', () => {
  expect(ANSWERS[READING_RULES]).toBe(answers.digest('hex').slice(0, 16))
})
