import { FIELDS, type Field } from '../../../../lib/flow-log/fields'

/** Numbers from 0 up to a limit, the same for the same seed. */
export type Random = (limit: number) => number

export function randomFrom(seed: number): Random {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

export interface RandomFile {
  readonly bytes: Buffer
  readonly fields: readonly Field[]
  readonly prefixColumns: number
}

const EXTREMES = [
  ...['2147483647', '2147483648', '-2147483648', '-2147483649', '4294967296'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809'],
  ...['99999999', '100000000', '9999999999999999', '18446744073709551616', '999999999999999999999'],
]
const NOT_NUMBERS = [
  '',
  '+',
  '-+1',
  '--',
  '1-',
  'x',
  '1x',
  '0x1',
  '1e3',
  '1.5',
  '/',
  ':',
  '١',
  '1\t',
]
const WORDS = [
  ...['ACCEPT', 'REJECT', 'OK', 'abcdefghijklmno', 'abcdefghijklmnop', 'abcdefghijklmnopq'],
  ...['eni-0123456789abcdef0', 'eni-0123456789abcdef1', '2001:db8::1', 'version', 'start'],
]

/** A file with lines as AWS writes them and with everything that goes wrong. */
export function randomFile(random: Random, records: number): RandomFile {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)]!
  const digits = (count: number) => Array.from({ length: count }, () => random(10)).join('')
  const fields = randomFields(random)
  const prefixColumns = random(8) === 0 ? 1 : 0
  const isTidy = random(3) === 0
  const lineEnd = random(5) === 0 ? '\r\n' : '\n'

  function number({ token }: Field): string {
    if (isTidy || random(12) > 0) return possible(token)
    const kind = random(7)
    if (kind === 0) return '-'
    if (kind === 1) return pick(['-', '+']) + digits(1 + random(19))
    if (kind === 2) return '0'.repeat(random(30)) + digits(1 + random(4))
    if (kind === 3) return pick(EXTREMES)
    if (kind === 4) return random(3) === 0 ? pick(NOT_NUMBERS) : digits(1 + random(19))
    return digits(1 + random(17))
  }
  function possible(token: string): string {
    if (token === 'protocol') return String(random(256))
    if (token.endsWith('port')) return String(random(random(40) === 0 ? 70_000 : 65_536))
    if (token === 'start') return String(random(1_000_000_000))
    if (token === 'end') return String(random(8) === 0 ? random(1e12) : 1e9 - 70 + random(9e10))
    return digits(1 + random(10))
  }
  function text(): string {
    const kind = random(isTidy ? 40 : 60)
    if (kind === 0) return '-'
    if (kind === 1) return 'y'.repeat(random(200)) + random(3) + 'z'.repeat(random(40))
    if (kind < 20) return pick(WORDS)
    if (kind < 40) return `172.31.${random(256)}.${random(256)}`
    if (kind === 41) return ''
    if (kind === 42) return pick(['i-ü', '東京', 'tab\tin', '\u00a0', 'é\ufeffx'])
    return `subnet-${random(7)}`
  }
  function record(): string {
    const values = order.map((field) => (field.type === 'string' ? text() : number(field)))
    if (prefixColumns > 0) values.unshift('2026-03-14T00:00:00.000Z')
    const oddity = isTidy ? -1 : random(60)
    const line = values.join(oddity === 0 ? '  ' : ' ')
    if (oddity === 1) return ` ${line}`
    if (oddity === 2) return `${line} `
    if (oddity === 3) return `${line}\t`
    if (oddity === 4) return `${line} 1`
    if (oddity === 5) return values.slice(1).join(' ')
    if (oddity === 6) return line.replace(' ', '\r')
    if (oddity === 7) return pick(['', ' ', '\t \t', '\r', 'x', '     '])
    if (oddity === 8) return `\u0000${line}`
    if (oddity === 9) return `INVALID${line}`
    return line
  }
  function header(): string {
    const kind = random(4)
    if (kind === 0) order = [...order].sort(() => random(3) - 1)
    if (kind === 1) order = randomFields(random)
    const tokens = order.map(({ token }) => token)
    if (random(12) === 0) tokens.push('first', 'second', 'third', 'fourth', ...tokens.map(String))
    if (random(6) === 0) tokens.splice(random(tokens.length), 0, 'some-later-field')
    const spelled = tokens.map(
      pick<(token: string) => string>([(token) => token, spellLoudly, (token) => `\${${token}}`]),
    )
    const line = spelled.join(random(8) === 0 ? '  ' : ' ')
    return random(10) === 0 ? ` ${line} ` : line
  }

  let order = fields
  const lines: string[] = []
  if (random(3) > 0) lines.push(order.map(({ token }) => token).join(' '))
  for (let each = 0; each < records; each++) {
    if (!isTidy && random(150) === 0) lines.push(header())
    lines.push(record())
  }
  let content = lines.map((line) => line + lineEnd).join('')
  if (random(4) === 0) content = content.slice(0, -lineEnd.length)
  if (random(20) === 0) content = `\ufeff${content}`
  const bytes = Buffer.from(content)
  for (let at; (at = bytes.indexOf('INVALID')) >= 0;) bytes[at] = 0xff
  return { bytes, fields, prefixColumns }
}

/** Damages bytes as a bad disk or an editor does: some become others, and a piece is lost. */
export function damage(random: Random, bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes)
  for (let left = random(20); left > 0 && damaged.length > 0; left--) {
    damaged[random(damaged.length)] = random(3) === 0 ? 10 + random(30) : random(256)
  }
  if (random(2) === 0) return damaged
  const from = random(damaged.length + 1)
  return Buffer.concat([damaged.subarray(0, from), damaged.subarray(from + random(300))])
}

function randomFields(random: Random): Field[] {
  const all: Field[] = [...FIELDS].sort(() => random(3) - 1)
  return all.slice(0, 2 + random(12))
}

function spellLoudly(token: string): string {
  return token.toUpperCase().replaceAll('-', '_')
}
