import { column, FIELD_TYPES, type Field, type FieldName } from '../../lib/flow-log/fields'
import { FORMATS, parseFormat, type Format } from '../../lib/flow-log/format'
import { identifier, literal } from '../../lib/dialects/literals'
import { MESSAGE_COLUMN, type LogDescription } from '../../lib/dialects/dialect'
import type { Random } from '../../lib/sample/random'
import { recordOf, type FlowRecord } from '../interpreter/flow-record'

/** Records under a name, and what a dialect is told of them. */
export interface RandomTable {
  readonly log: LogDescription
  readonly format: Format
  readonly records: readonly FlowRecord[]
}

const NARROW = parseFormat('srcaddr dstaddr bytes packets start action')
const WIDER = [...NARROW, ...parseFormat('vpc-id pkt-dstaddr')]
const KINDS: readonly (readonly Format[])[] = [
  [FORMATS.v2],
  [FORMATS.v5],
  [FORMATS.v11],
  [NARROW],
  // Files of two formats: what one of them does not write is missing in its records.
  [NARROW, WIDER],
]

/** Tables of up to 24 records whose values come from small pools, so that ties and equal values are many. */
export function randomTable(random: Random, name: string): RandomTable {
  const formats = random.pick(KINDS)
  const format = formats.at(-1)!
  // Sums of the huge leave 64 bits, where engines differ: not everywhere.
  const size = random.pick(['small', 'small', 'small', 'large', 'huge'] as const)
  const count = random.pick([0, 1, 2, 5, 12, 24])
  const records = Array.from({ length: count }, () => {
    const own = random.pick(formats)
    const silent = random.below(8) === 0
    const words = own.map((field) => wordOf(field, random, size, silent))
    return recordOf(
      own.map(({ token }) => token),
      words,
    )
  })
  const everywhere = new Set(formats[0])
  return {
    format,
    records,
    log: {
      hasMessage: true,
      table: [name],
      fields: new Map(
        format.map((field) => [
          field.name as FieldName,
          everywhere.has(field) ? 'always' : 'sometimes',
        ]),
      ),
    },
  }
}

/** The statements that make a table of the records in DuckDB, as the local engine's view has them. */
export function tableSql({ log, format, records }: RandomTable): readonly string[] {
  const name = log.table.map(identifier).join('.')
  const columns = format.map(
    (field) => `${identifier(column(field))} ${FIELD_TYPES[field.type].duckdb}`,
  )
  const rows = records.map(({ message, values }) => {
    const cells = format.map((field) => {
      const value = values.get(field.name as FieldName)
      return value === undefined ? 'NULL' : typeof value === 'string' ? literal(value) : `${value}`
    })
    return `(${[...cells, literal(message)].join(', ')})`
  })
  return [
    `CREATE TABLE ${name} (${[...columns, `${identifier(MESSAGE_COLUMN)} VARCHAR`].join(', ')})`,
    ...(rows.length > 0 ? [`INSERT INTO ${name} VALUES ${rows.join(', ')}`] : []),
  ]
}

const ADDRESSES = [
  '10.0.0.1', '10.0.0.220', '10.0.128.7', '10.1.2.3', '172.16.5.5', '172.32.0.1', '192.168.1.255', '192.0.2.1',
  '198.51.100.9', '203.0.113.255', '110.0.0.1', '2001:db8::5', '2001:DB8:0:1::', 'fe80::1', '::1', '::ffff:10.0.0.1', '-',
] // prettier-ignore
const SIZES = {
  small: ['0', '1', '40', '52', '1000', '1500', '9000', '-7'],
  large: ['0', '9007199254740991', '9007199254740992', '9007199254740993', '12345678901234567'],
  huge: ['1', '4611686018427387904', '9223372036854775807', '-9223372036854775807'],
} as const
const WORDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  version: ['2', '5'],
  srcport: ['0', '22', '443', '40000', '65535'],
  dstport: ['0', '53', '80', '443', '65535'],
  protocol: ['1', '6', '17', '58'],
  start: ['1773450000', '1773450000', '1773450001', '1773450059', '1773450060', '1773453600', '1767225599', '1772323200'],
  end: ['1773450000', '1773450060', '1773450119', '1773453600'],
  action: ['ACCEPT', 'REJECT'],
  'log-status': ['OK', 'OK', 'SKIPDATA'],
  'interface-id': ['eni-a', 'eni-b', '-'],
  'flow-direction': ['ingress', 'egress'],
  'pkt-dst-aws-service': ['S3', 'AMAZON', 'DYNAMODB', '-'],
  'instance-tag': ['web%20server', 'web', '100%25', 'caf%C3%A9', 'a%2Bb', '42', '007', '3.50', '%zz', '-'],
  'vpc-id': ['vpc-1', 'vpc-2', '-'],
} // prettier-ignore

function wordOf(
  { token, type }: Field,
  random: Random,
  size: keyof typeof SIZES,
  silent: boolean,
): string {
  if (silent && token !== 'start' && token !== 'end') return token === 'log-status' ? 'NODATA' : '-'
  if (random.below(24) === 0) return '-'
  if (token.endsWith('addr')) return random.pick(ADDRESSES)
  if (token === 'bytes' || token === 'packets') return random.pick(SIZES[size])
  const words = WORDS[token]
  if (words) return random.pick(words)
  return type === 'string' ? random.pick(['-', 'a', 'b']) : random.pick(['0', '1', '3', '18'])
}
