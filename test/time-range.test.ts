import { parseDuration, parseTime, parseTimeRange } from '../lib/time-range'

const NOW = new Date('2026-03-14T12:00:00Z')
const iso = (text: string) => parseTime('--from', text, NOW).toISOString()

describe('time ranges', () => {
  it('reads dates, times and ages as UTC', () => {
    expect(iso('2026-03-01')).toBe('2026-03-01T00:00:00.000Z')
    expect(iso('2026-03-01T09:30')).toBe('2026-03-01T09:30:00.000Z')
    expect(iso('2026-03-01 09:30:15')).toBe('2026-03-01T09:30:15.000Z')
    expect(iso('2026-03-01T09:30+02:00')).toBe('2026-03-01T07:30:00.000Z')
    expect(iso('24h')).toBe('2026-03-13T12:00:00.000Z')
    expect(iso('7d')).toBe('2026-03-07T12:00:00.000Z')
  })

  it.each(['tomorrow', '2026-02-30', '2026-13-01', '24', '', '2026-03-01T25:00', '-1d'])(
    'refuses `%s`',
    (text) => {
      expect(() => iso(text)).toThrow(
        `--from \`${text}\` is not a date, a time or an age, such as 2026-03-01, 2026-03-01T09:00Z or 24h`,
      )
    },
  )

  it('has no range when neither end is given, and one open end when one is', () => {
    expect(parseTimeRange({}, NOW)).toBeUndefined()
    expect(parseTimeRange({ from: '1h' }, NOW)).toEqual({
      from: new Date('2026-03-14T11:00:00Z'),
      to: undefined,
    })
  })

  it('refuses a range that ends before it begins, or where it begins', () => {
    expect(() => parseTimeRange({ from: '2026-03-02', to: '2026-03-02' }, NOW)).toThrow(
      '--from 2026-03-02T00:00:00.000Z is not before --to 2026-03-02T00:00:00.000Z',
    )
  })

  it('reads lengths of time in seconds', () => {
    expect([
      parseDuration('30m'),
      parseDuration('2h'),
      parseDuration('1w'),
      parseDuration('5'),
    ]).toEqual([1800, 7200, 604_800, undefined])
  })
})
