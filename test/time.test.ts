import { dayStart, firstKeptDay, hoursOf, hourStart, hourText, isDate } from '../lib/time'

const hour = (text: string) => new Date(`${text}:00:00Z`)

describe('hours', () => {
  it('are texts that sort, and back', () => {
    expect(hourText(new Date('2026-03-04T05:59:59.999Z'))).toBe('2026030405')
    expect(hourStart('2026030405')).toEqual(hour('2026-03-04T05'))
  })

  it.each(['2026023005', '2026030424', '202603040', '2026-03-04'])('are not `%s`', (text) => {
    expect(hourStart(text).getTime()).toBeNaN()
  })

  it('counts the hours of a span across the end of a leap day, a month and a year', () => {
    expect(
      hoursOf({ from: hour('2028-02-29T23'), to: hour('2028-03-01T01') }).map((each) =>
        each.toISOString(),
      ),
    ).toEqual(['2028-02-29T23:00:00.000Z', '2028-03-01T00:00:00.000Z'])
    expect(hoursOf({ from: hour('2026-12-30T00'), to: hour('2027-01-02T00') })).toHaveLength(72)
    // No hour is missing or twice on the day that clocks change in Europe: partitions are UTC.
    expect(hoursOf({ from: hour('2026-03-29T00'), to: hour('2026-03-30T00') })).toHaveLength(24)
  })

  it('takes the hour that a span begins and ends in', () => {
    const from = new Date('2026-03-04T05:59:59.999Z')
    const to = new Date('2026-03-04T06:00:00.001Z')

    expect(hoursOf({ from, to })).toEqual([hour('2026-03-04T05'), hour('2026-03-04T06')])
    expect(hoursOf({ from: to, to: from })).toEqual([])
  })
})

describe('days', () => {
  it('keeps a day as long as the bucket keeps its last object', () => {
    // Written on 3 March, seven days, then the next midnight: the objects go at the end of 10 March.
    expect(firstKeptDay(new Date('2026-03-10T23:59:59Z'), 7)).toEqual(hour('2026-03-03T00'))
    expect(firstKeptDay(new Date('2026-03-11T00:00:00Z'), 7)).toEqual(hour('2026-03-04T00'))
  })

  it('knows the days before and after a moment', () => {
    expect(dayStart(new Date('2028-03-01T00:00:00Z'), -1)).toEqual(hour('2028-02-29T00'))
    expect(dayStart(new Date('2026-12-31T23:59:59Z'), 1)).toEqual(hour('2027-01-01T00'))
  })

  it.each([
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-2-9', false],
    ['2026-02-09T00:00:00Z', false],
    ['', false],
  ])('%s is one: %s', (text, expected) => {
    expect(isDate(text)).toBe(expected)
  })
})
