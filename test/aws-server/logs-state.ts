import type { TimeRange } from '../../lib/time'
import { answerQuery } from '../interpreter/answer-query'
import type { FlowRecord } from '../interpreter/flow-record'
import { ServiceError } from './fault'
import { compiled, rowsOf, type AnsweredQuery, type ResultField } from './insights-text'
import { arnOf, isSecond, nameOf, namesOf, parameter, type LogsInput } from './logs-input'

export interface LogGroupState {
  readonly createdAt: number
  readonly retentionDays: number | undefined
  /** In the order in which they came. */
  readonly records: readonly FlowRecord[]
  /** What GetLogGroupFields tells, in percent; queries read other fields as missing. */
  readonly fields: Readonly<Record<string, number>>
}

/** How one query goes: looks that see each state before its end. */
export interface QueryCourse {
  readonly scheduled?: number
  readonly running?: number
  readonly unknown?: number
  readonly end?: 'Complete' | 'Failed' | 'Cancelled' | 'Timeout'
}

export interface StartedQuery {
  readonly id: string
  readonly text: string
  readonly groups: readonly string[]
  readonly startTime: number
  readonly endTime: number
  readonly course: QueryCourse
  readonly rows: readonly (readonly ResultField[])[]
  readonly scanned: { readonly records: number; readonly bytes: number }
  looks: number
  stopped: boolean
}

/** Answers the text of a query from records. */
export type AnswerQuery = (
  text: string,
  records: readonly FlowRecord[],
  range: TimeRange,
) => AnsweredQuery

/**
 * CloudWatch Logs: log groups, and queries that run through the real states within AWS's limits. The answer comes from the
 * text that was sent.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export class LogsState {
  readonly groups = new Map<string, LogGroupState>()
  readonly queries: StartedQuery[] = []
  /** Used up in order, one for each new query; then every query is Complete at the third look. */
  readonly courses: QueryCourse[] = []
  answer: AnswerQuery = answerQuery
  /** Answers, by the text, to what only CloudWatch understands. */
  readonly opaque = new Map<string, StartedQuery['rows']>()
  now: () => number = () => Date.parse('2026-03-15T00:00:00Z')
  /** The greatest `limit` that the text may have; 10,000 until 2025. */
  mostRows = 100_000
  pageSize = 10_000
  mostConcurrent = 100
  /** What the next queries are refused with. */
  readonly refusals: ServiceError[] = []
  /** Calls of StartQuery and of GetQueryResults in a second of {@link now}; infinite unless a test has a clock. */
  callsPerSecond = Infinity
  readonly #calls = new Map<string, number[]>()

  addGroup(name: string, group: Partial<LogGroupState> = {}): void {
    this.groups.set(name, {
      createdAt: Date.parse('2026-01-01T00:00:00Z'),
      retentionDays: undefined,
      records: [],
      fields: {},
      ...group,
    })
  }

  stateOf(id: string): string {
    const { course, looks, stopped } = this.#query(id)
    const { scheduled = 1, running = 1, unknown = 0, end = 'Complete' } = course
    if (looks > scheduled + running + unknown) return end
    if (stopped) return 'Cancelled'
    if (looks > scheduled + running) return 'Unknown'
    return looks > scheduled ? 'Running' : 'Scheduled'
  }

  readonly operations: Readonly<Record<string, (input: LogsInput) => object>> = {
    StartQuery: (input) => {
      this.#take('StartQuery')
      const { queryString: text, startTime, endTime } = input
      if (text === undefined || text.length > 10_000) throw parameter('queryString is too long')
      const groups = namesOf(input)
      for (const name of groups) this.#group(name)
      if (!isSecond(startTime) || !isSecond(endTime)) throw parameter('a time is not in seconds')
      if (startTime > endTime) throw parameter('endTime is before startTime')
      for (const name of groups) this.#checkWindow(name, endTime)
      const refused = this.refusals.shift()
      if (refused) throw refused
      const opaque = this.opaque.get(text)
      const plan = opaque ? undefined : compiled(text, this.mostRows)
      const running = this.queries.filter(({ id }) => this.stateOf(id) === 'Running')
      if (running.length >= this.mostConcurrent) {
        throw new ServiceError('LimitExceededException', 'too many queries run at the same time')
      }
      const range = { from: new Date(startTime * 1000), to: new Date((endTime + 1) * 1000) }
      const records = groups.flatMap((name) => this.#readable(name, range))
      const id = `query-${this.queries.length + 1}`
      this.queries.push({
        id,
        text,
        groups,
        startTime,
        endTime,
        course: this.courses.shift() ?? {},
        rows: plan ? rowsOf(plan, this.answer(text, records, range), this.mostRows) : opaque!,
        scanned: {
          records: records.length,
          bytes: records.reduce((sum, { message }) => sum + message.length, 0),
        },
        looks: 0,
        stopped: false,
      })
      return { queryId: id }
    },

    GetQueryResults: ({ queryId = '', nextToken, maxItems = 10_000 }) => {
      this.#take('GetQueryResults')
      const query = this.#query(queryId)
      if (nextToken === undefined && !query.stopped) query.looks++
      const status = this.stateOf(queryId)
      const { rows, scanned } = query
      // A running query shows what it has so far: not the first rows of the answer.
      const partial = rows.slice(Math.floor(rows.length / 2)).reverse()
      const all = status === 'Complete' ? rows : status === 'Running' ? partial : []
      const start = Number(nextToken ?? 0)
      const end = start + Math.min(maxItems, this.pageSize)
      const share = status === 'Complete' ? 1 : status === 'Running' ? 0.5 : 0
      return {
        status,
        queryLanguage: 'CWLI',
        results: all.slice(start, end),
        statistics: {
          recordsScanned: Math.floor(scanned.records * share),
          recordsMatched: Math.floor(rows.length * share),
          bytesScanned: Math.floor(scanned.bytes * share),
          logGroupsScanned: query.groups.length,
          ...(status === 'Complete' ? { resultCount: rows.length } : {}),
        },
        ...(status === 'Complete' && end < all.length ? { nextToken: String(end) } : {}),
      }
    },

    StopQuery: ({ queryId = '' }) => {
      const state = this.stateOf(queryId)
      if (state !== 'Scheduled' && state !== 'Running' && state !== 'Unknown') {
        throw parameter('Provided queryId references a query that is not running')
      }
      this.#query(queryId).stopped = true
      return { success: true }
    },

    DescribeQueries: ({ logGroupName, status }) => ({
      queries: this.queries
        .filter(({ groups }) => logGroupName === undefined || groups.includes(logGroupName))
        .map(({ id, text, groups }) => ({
          queryId: id,
          queryString: text,
          status: this.stateOf(id),
          logGroupName: groups[0],
          queryLanguage: 'CWLI',
        }))
        .filter((query) => status === undefined || query.status === status),
    }),

    DescribeLogGroups: ({ logGroupNamePrefix = '', limit = 50, nextToken }) => {
      const start = Number(nextToken ?? 0)
      const all = [...this.groups].filter(([name]) => name.startsWith(logGroupNamePrefix)).sort()
      return {
        logGroups: all.slice(start, start + limit).map(([name, group]) => ({
          logGroupName: name,
          arn: `${arnOf(name)}:*`,
          logGroupArn: arnOf(name),
          creationTime: group.createdAt,
          storedBytes: group.records.reduce((sum, { message }) => sum + message.length, 0),
          ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
        })),
        ...(start + limit < all.length ? { nextToken: String(start + limit) } : {}),
      }
    },

    DescribeLogStreams: ({ logGroupIdentifier = '', limit = 50 }) => {
      const streams = new Map<string, number[]>()
      for (const record of this.#group(nameOf(logGroupIdentifier)).records) {
        const times = streams.get(streamOf(record)) ?? []
        streams.set(streamOf(record), [...times, secondOf(record) * 1000])
      }
      const all = [...streams].sort(([a], [b]) => (a < b ? -1 : 1))
      return {
        logStreams: all.slice(0, limit).map(([logStreamName, times]) => ({
          logStreamName,
          firstEventTimestamp: Math.min(...times),
          lastEventTimestamp: Math.max(...times),
        })),
      }
    },

    GetLogGroupFields: ({ logGroupName, logGroupIdentifier, time }) => {
      const { fields, records } = this.#group(nameOf(logGroupName ?? logGroupIdentifier ?? ''))
      const [from, to] =
        time === undefined
          ? [this.now() / 1000 - 15 * 60, this.now() / 1000]
          : [time - 8 * 60, time + 8 * 60]
      const isSeen = records.some((record) => secondOf(record) >= from && secondOf(record) <= to)
      const system = { '@timestamp': 100, '@message': 100, '@logStream': 100 }
      return {
        logGroupFields: Object.entries(isSeen ? { ...system, ...fields } : {}).map(
          ([name, percent]) => ({ name, percent }),
        ),
      }
    },

    FilterLogEvents: (input) => {
      const { startTime = 0, endTime = Infinity, nextToken, limit = 10_000 } = input
      const { records } = this.#group(nameOf(input.logGroupName ?? input.logGroupIdentifier ?? ''))
      const start = Number(nextToken ?? 0)
      const within = records
        .filter((record) => {
          const time = secondOf(record) * 1000
          return time >= startTime && time < endTime
        })
        .sort((a, b) => secondOf(a) - secondOf(b))
      const end = start + Math.min(limit, this.pageSize)
      return {
        events: within.slice(start, end).map((record, index) => ({
          eventId: String(start + index).padStart(56, '0'),
          timestamp: secondOf(record) * 1000,
          ingestionTime: secondOf(record) * 1000 + 300_000,
          logStreamName: streamOf(record),
          message: record.message,
        })),
        ...(end < within.length ? { nextToken: String(end) } : {}),
      }
    },
  }

  #take(operation: string): void {
    const now = this.now()
    const recent = (this.#calls.get(operation) ?? []).filter((time) => time > now - 1000)
    this.#calls.set(operation, [...recent, now])
    if (recent.length >= this.callsPerSecond) {
      throw new ServiceError('ThrottlingException', 'Rate exceeded')
    }
  }

  #group(name: string): LogGroupState {
    const group = this.groups.get(name)
    if (group) return group
    throw new ServiceError(
      'ResourceNotFoundException',
      `Log group '${name}' does not exist for account ID '123456789012'`,
    )
  }

  #query(id: string): StartedQuery {
    const query = this.queries.find((each) => each.id === id)
    if (query) return query
    throw new ServiceError('ResourceNotFoundException', `Query ${id} does not exist`)
  }

  #checkWindow(name: string, endTime: number): void {
    const { createdAt, retentionDays = Infinity } = this.#group(name)
    const oldest = Math.max(createdAt, this.now() - retentionDays * 86_400_000)
    if (endTime * 1000 >= oldest) return
    throw new ServiceError(
      'MalformedQueryException',
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
    )
  }

  /** The records of a window, with the fields that CloudWatch discovers, and the start that it takes as their time. */
  #readable(name: string, { from, to }: TimeRange): readonly FlowRecord[] {
    const { records, fields } = this.#group(name)
    return records
      .filter((record) => {
        const time = secondOf(record) * 1000
        return time >= from!.getTime() && time < to!.getTime()
      })
      .map(({ message, values }) => ({
        message,
        values: new Map([...values].filter(([field]) => field === 'startTime' || field in fields)),
      }))
  }
}

function streamOf({ values }: FlowRecord): string {
  return `${String(values.get('interfaceId') ?? 'eni')}-all`
}

function secondOf({ values }: FlowRecord): number {
  return Number(values.get('startTime'))
}
