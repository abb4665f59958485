import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventTime } from '../../lambdas/event-time'

const event = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../events', `${name}.json`), 'utf8'))

describe('the time of an event', () => {
  it.each([
    ['scheduler-input', '2026-02-10T02:00:00.000Z'],
    ['scheduler-default', '2026-02-10T02:00:00.000Z'],
    ['rule-on-a-schedule', '2026-02-10T02:00:00.000Z'],
    ['scheduler-summer-time', '2026-03-28T23:30:00.000Z'],
  ])('is read from %s', (name, time) => {
    expect(eventTime(event(name))).toEqual({ kind: 'scheduled', time: new Date(time) })
  })

  it('is midnight of a named date', () => {
    expect(eventTime(event('named-date'))).toEqual({
      kind: 'date',
      time: new Date('2026-02-09T00:00:00Z'),
    })
  })

  it.each([
    [
      { time: '<aws.scheduler.scheduled-time>' },
      "the event's `time` is `<aws.scheduler.scheduled-time>`, which Scheduler did not replace",
    ],
    [{}, 'the event has neither `time` nor `date`'],
    [null, 'the event has neither `time` nor `date`'],
    ['2026-02-09', 'the event has neither `time` nor `date`'],
    [{ time: '2026-02-09T02:00:00Z', date: '2026-02-09' }, 'the event has both `time` and `date`'],
    [{ time: 1770595200 }, "the event's `time` is `1770595200`, not a time with a zone"],
    [{ time: null }, "the event's `time` is `null`, not a time with a zone"],
    [
      { time: '2026-02-09T02:00:00' },
      "the event's `time` is `2026-02-09T02:00:00`, not a time with a zone",
    ],
    [{ time: 'yesterday' }, "the event's `time` is `yesterday`, not a time with a zone"],
    [
      { time: '2026-02-30T02:00:00Z' },
      "the event's `time` is `2026-02-30T02:00:00Z`, not a time with a zone",
    ],
    [{ date: '2026-02-30' }, "the event's `date` is `2026-02-30`, not a date"],
    [{ date: '2026-2-9' }, "the event's `date` is `2026-2-9`, not a date"],
    [{ date: "2026-02-09' OR 1=1" }, "the event's `date` is `2026-02-09' OR 1=1`, not a date"],
  ])('is not read from %j', (value, message) => {
    expect(() => eventTime(value)).toThrow(
      expect.objectContaining({
        message,
        help: 'the event must be {"time":"2026-02-09T02:00:00Z"} or {"date":"2026-02-09"}',
      }) as Error,
    )
  })
})
