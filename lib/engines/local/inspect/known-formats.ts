import { FIELDS, type Field, type FieldToken } from '../../../flow-log/fields'
import {
  FORMATS,
  parseFormat,
  TRANSIT_GATEWAY_FIELDS_IN_ORDER,
  VERSION_FORMATS,
  type Format,
  type LineFields,
} from '../../../flow-log/format'
import { REGION } from '../../../flow-log/region'

/**
 * The formats that AWS itself writes: those by version, the console's alphabetical list of all 29 fields of
 * version 5, and those of the examples in the manual.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
// prettier-ignore
const KNOWN_FORMATS: readonly Format[] = [
  ...VERSION_FORMATS,
  TRANSIT_GATEWAY_FIELDS_IN_ORDER,
  [...FORMATS.v5].sort((a, b) => (a.token < b.token ? -1 : 1)),
  ...[
    'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status',
    'instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr',
    'resource-id instance-id interface-id subnet-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr',
    'version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status',
    'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status',
    'flow-direction traffic-path srcaddr dstaddr srcport dstport encryption-status',
  ].map(parseFormat),
]

/** What the values of a field look like; any value may be `-`. A field without a shape holds any text. */
// prettier-ignore
const SHAPES: Partial<Record<FieldToken, RegExp>> = {
  'version': /^[2-9]$|^1\d$/,
  'account-id': /^(\d{12}|unknown|amazon-[a-z]+)$/,
  'interface-id': /^eni-/,
  'vpc-id': /^vpc-/,
  'subnet-id': /^subnet-/,
  'instance-id': /^i-[0-9a-f]+$/,
  'srcaddr': /^([\d.]{7,15}|[\da-fA-F:.]*:[\da-fA-F:.]*)$/,
  'srcport': /^\d{1,5}$/,
  'protocol': /^\d{1,3}$/,
  'start': /^\d{9,11}$/,
  'action': /^(ACCEPT|REJECT)$/,
  'log-status': /^(OK|NODATA|SKIPDATA)$/,
  'tcp-flags': /^\d{1,3}$/,
  'type': /^(IPv4|IPv6|EFA)$/,
  'region': REGION,
  'az-id': /^[a-z]{2,}\d*-.*az\d+$/,
  'sublocation-type': /^(wavelength|outpost|localzone)$/,
  'pkt-src-aws-service': /^[A-Z][A-Z0-9_]*$/,
  'flow-direction': /^(ingress|egress)$/,
  'traffic-path': /^\d$/,
  'ecs-cluster-arn': /^arn:/,
  'ecs-container-instance-arn': /^arn:/,
  'ecs-task-definition-arn': /^arn:/,
  'ecs-task-arn': /^arn:/,
  'reject-reason': /^[A-Z]+$/,
  'resource-id': /^nat-|^[a-z]+-[0-9a-f]+$/,
  'encryption-status': /^\d$/,
  'interface-type': /^[a-z_]+$/,
  'next-hop-interface-id': /^[a-z]+-[0-9a-f]+$/,
  'next-hop-subnet-id': /^subnet-/,
  'next-hop-vpc-id': /^vpc-/,
  'next-hop-interface-type': /^[a-z_]+$/,
  'resource-type': /^TransitGateway/,
  'tgw-id': /^tgw-/,
  'tgw-attachment-id': /^tgw-attach-/,
}

const SAME_SHAPE: Partial<Record<FieldToken, FieldToken>> = {
  dstaddr: 'srcaddr',
  'pkt-srcaddr': 'srcaddr',
  'pkt-dstaddr': 'srcaddr',
  dstport: 'srcport',
  end: 'start',
  'pkt-dst-aws-service': 'pkt-src-aws-service',
  'next-hop-az-id': 'az-id',
}

/** The known format that most of the lines fit; undefined when no format fits or several fit equally. */
export function recognizeFormat(lines: readonly string[]): Format | undefined {
  const values = lines.map((line) => line.split(/ +/))
  const scored = KNOWN_FORMATS.map((format) => ({
    format,
    fits: values.filter((line) => fitsFormat(line, format)).length,
  })).filter(({ fits }) => fits * 2 > lines.length)

  const best = Math.max(...scored.map(({ fits }) => fits))
  const winners = scored.filter(({ fits }) => fits === best)
  return winners.length === 1 ? winners[0]!.format : undefined
}

/** Whether each value of a line has the shape of its field. */
export function fitsFormat(values: readonly string[], format: LineFields): boolean {
  return (
    values.length === format.length &&
    format.every((field, index) => values[index] === '-' || fitsField(values[index]!, field)) &&
    hasPossibleSizes(values, format)
  )
}

/** A packet has at least the 20 bytes of its IP header: less means that the order is another one. */
function hasPossibleSizes(values: readonly string[], format: LineFields): boolean {
  const valueOf = (token: string) =>
    Number(values[format.findIndex((field) => field?.token === token)])
  const [packets, bytes] = [valueOf('packets'), valueOf('bytes')]
  return !(bytes < packets)
}

function fitsField(value: string, field: Field | undefined): boolean {
  if (field === undefined) return true
  const token = field.token as FieldToken
  const shape = SHAPES[SAME_SHAPE[token] ?? token]
  if (shape) return shape.test(value)
  return field.type === 'string' || /^\d+$/.test(value)
}

/** Whether lines look like records of a flow log in any format: the same number of columns, and typical values. */
export function looksLikeRecords(lines: readonly string[]): boolean {
  const first = lines[0]?.split(/ +/).length ?? 0
  if (first < 4 || first > MAX_COLUMNS) return false
  const alike = lines.filter(
    (line) =>
      line.split(/ +/).length === first && !FOREIGN_CHARACTERS.test(line) && TYPICAL.test(line),
  )
  return alike.length * 2 > lines.length
}

const MAX_COLUMNS = FIELDS.length + 10
const TYPICAL =
  /(^| )(eni-[0-9a-f]+|tgw-[0-9a-f]+|ACCEPT|REJECT|NODATA|SKIPDATA|\d+\.\d+\.\d+\.\d+)( |$)/
/** No value of a flow log has them. */
const FOREIGN_CHARACTERS = /["[\](){}<>|=]/

/** Whether a line has a value that hardly any other log has. */
export function isCertainlyRecord(line: string): boolean {
  return !FOREIGN_CHARACTERS.test(line) && CERTAIN.test(line)
}

const CERTAIN =
  /(^| )(eni-[0-9a-f]{8,}|tgw-[0-9a-f]{8,}|(ACCEPT|REJECT) OK|- (NODATA|SKIPDATA))( |$)/
