import { UserError } from '../../lib/errors'
import {
  FORMAT_NAMES,
  FORMATS,
  VERSION_FORMATS,
  formatString,
  formatVersion,
  hasField,
  parseFormat,
  readHeaderLine,
} from '../../lib/flow-log/format'

const messageOf = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.help}`
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('formats', () => {
  it('writes the format string of the default format as AWS documents it', () => {
    expect(formatString(FORMATS.default)).toBe(
      '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ' +
        '${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}',
    )
  })

  it('has the fields up to each version under its name', () => {
    expect(
      [FORMATS.v2, FORMATS.v3, FORMATS.v4, FORMATS.v5, FORMATS.v11].map((f) => f.length),
    ).toEqual([14, 21, 25, 29, 54])
    expect(formatVersion(FORMATS.v5)).toBe(5)
    expect(parseFormat('v6')).toEqual(FORMATS.v5)
    expect(Object.keys(FORMATS)).toEqual([
      'default',
      ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((version) => `v${version}`),
    ])
    expect(FORMAT_NAMES).toBe('v2 … v11')
    expect(VERSION_FORMATS.map(formatVersion)).toEqual([2, 3, 4, 5, 7, 8, 9, 10, 11])
  })

  it('reads a preset, a format string and a plain list alike', () => {
    const tokens = ['srcaddr', 'dstaddr', 'bytes']

    for (const text of [
      '${srcaddr} ${dstaddr} ${bytes}',
      '$${srcaddr} dstaddr,bytes',
      'srcaddr  dstaddr bytes',
    ]) {
      expect(parseFormat(text).map(({ token }) => token)).toEqual(tokens)
    }
    expect(parseFormat('v5')).toBe(FORMATS.v5)
    expect(parseFormat(formatString(FORMATS.v11))).toEqual(FORMATS.v11)
  })

  it('names an unknown field and suggests one', () => {
    expect(messageOf(() => parseFormat('version srcadr'))).toBe(
      'the log format names the unknown field `srcadr`\nDid you mean `srcaddr`?',
    )
    expect(messageOf(() => parseFormat('srcaddr bytes srcaddr'))).toBe(
      'the log format names `srcaddr` twice\nundefined',
    )
    expect(messageOf(() => parseFormat('  '))).toMatch(/^the log format is empty\n/)
  })

  it('knows which fields it has', () => {
    expect(hasField(FORMATS.v2, 'pkt-srcaddr')).toBe(false)
    expect(hasField(FORMATS.v3, 'pkt-srcaddr')).toBe(true)
  })
})

describe('a header line', () => {
  const tokens = (line: string) => readHeaderLine(line)?.map((field) => field?.token)

  it('tells the fields in any order', () => {
    expect(tokens('bytes srcaddr  log-status\r')).toEqual(['bytes', 'srcaddr', 'log-status'])
  })

  it('may have a field that came later than natlens', () => {
    expect(tokens('version srcaddr brand-new-field bytes')).toEqual([
      'version',
      'srcaddr',
      undefined,
      'bytes',
    ])
  })

  it.each([
    '',
    'version',
    '2 123456789012 eni-1 - -',
    'type of the region we start in',
    'start start',
  ])('is not `%s`', (line) => {
    expect(readHeaderLine(line)).toBeUndefined()
  })
})
