import { FIELDS } from '../../../../lib/flow-log/fields'
import { FORMATS, parseFormat, type Format } from '../../../../lib/flow-log/format'
import { sniffText } from '../../../../lib/engines/local/inspect/sniff'
import { AWS_EXAMPLES } from './aws-examples'
import { record, V2 } from '../workbench'

const sniff = (text: string, logFormat?: Format) =>
  sniffText({ bytes: Buffer.from(text), isCut: false }, logFormat)
const tokens = (text: string, logFormat?: Format) => {
  const sniffed = sniff(text, logFormat)
  return sniffed.kind === 'text'
    ? sniffed.layout.fields.map((field) => field?.token).join(' ')
    : sniffed
}

// prettier-ignore
const VALUES: Record<string, string> = {
  'version': '5', 'account-id': '123456789012', 'interface-id': 'eni-0123456789abcdef0', 'srcaddr': '10.0.1.5', 'dstaddr': '203.0.113.5',
  'srcport': '40000', 'dstport': '443', 'protocol': '6', 'packets': '10', 'bytes': '1000', 'start': '1773482400', 'end': '1773482460',
  'action': 'ACCEPT', 'log-status': 'OK', 'vpc-id': 'vpc-0123456789abcdef0', 'subnet-id': 'subnet-0123456789abcdef0', 'instance-id': 'i-0123456789abcdef0',
  'tcp-flags': '2', 'type': 'IPv4', 'pkt-srcaddr': '10.0.1.5', 'pkt-dstaddr': '203.0.113.5', 'region': 'eu-west-1', 'az-id': 'euw1-az1',
  'pkt-dst-aws-service': 'S3', 'flow-direction': 'egress', 'traffic-path': '8',
}
const line = (format: Format) => format.map(({ token }) => VALUES[token] ?? '-').join(' ')
const upTo = (version: number) => FIELDS.filter((field) => field.version <= version)

test('a header line tells the fields in any order', () => {
  expect(tokens('bytes srcaddr version\n1 10.0.0.1 2\n')).toBe('bytes srcaddr version')
})

test.each(Object.entries(AWS_EXAMPLES))(
  'the %s example of the manual is known by its values',
  (_, { order, lines }) => {
    expect(tokens(lines.join('\n'))).toBe(order)
  },
)

test.each([2, 3, 4, 5, 7, 8, 9, 10, 11])(
  'all fields up to version %i are known by their values',
  (version) => {
    const format = upTo(version)
    expect(tokens(line(format))).toBe(format.map(({ token }) => token).join(' '))
  },
)

test("the console's alphabetical order of the 29 fields of version 5 is known", () => {
  const format = [...FORMATS.v5].sort((a, b) => a.token.localeCompare(b.token))
  expect(tokens(line(format))).toBe(format.map(({ token }) => token).join(' '))
})

test('a strange line among records does not hide their order', () => {
  expect(tokens(`# exported\n${record()}\n${record()}\n`)).toBe(V2)
})

test('an export of CloudWatch Logs begins each line with a time', () => {
  const sniffed = sniff(`2026-03-14T00:00:12.000Z ${record()}\n`)
  expect(sniffed).toMatchObject({
    kind: 'text',
    layout: { prefixColumns: 1, hasHeader: false },
  })
})

test('records in an unknown format are recognized with --log-format', () => {
  const own = '10.0.1.5 203.0.113.5 1000 10 ACCEPT eni-0123456789abcdef0'
  expect(tokens(own)).toEqual({ kind: 'unknown-format', columnCount: 6, isCertain: true })
  const told = parseFormat('srcaddr dstaddr bytes packets action interface-id')
  expect(tokens(own, told)).toBe('srcaddr dstaddr bytes packets action interface-id')
  expect(tokens(own, FORMATS.v3)).toEqual({
    kind: 'unknown-format',
    columnCount: 6,
    isCertain: true,
  })
})

test.each([
  '{"Records": []}',
  '[1]',
  '<html>',
  'To whom it may concern\n\nhello',
  'a,b,c\n1,2,3\n',
])('other text is no log: %j', (text) => {
  expect(sniff(text)).toEqual({ kind: 'not-a-flow-log' })
})

test('a file of blank lines is blank', () => {
  expect(sniff('\n\r\n  \n')).toEqual({ kind: 'blank' })
})

test('the first records tell whether there is an instance', () => {
  const v5 = FORMATS.v5.map(({ token }) => token).join(' ')
  const nat = line(FORMATS.v5).replace(' i-0123456789abcdef0', ' -')
  expect(sniff(`${v5}\n${nat}\n`)).toMatchObject({ sawInstance: false })
  expect(sniff(`${v5}\n${nat}\n${line(FORMATS.v5)}\n`)).toMatchObject({ sawInstance: true })
})
