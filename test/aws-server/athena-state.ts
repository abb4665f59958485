import { ServiceError } from './fault'

/** What a query answers: Athena's types, and every value as text. */
export interface AthenaAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** How one execution goes: looks that see it QUEUED, looks that see it RUNNING, then its end. */
export interface Course {
  readonly queued?: number
  readonly running?: number
  readonly end?: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly reason?: string
  readonly retryable?: boolean
  /** Told at every look; 10,000,000 unless it is given. */
  readonly bytesScanned?: number
}

interface Started {
  readonly id: string
  readonly input: Input
  readonly course: Course
  readonly submitted: number
  readonly answer: Promise<AthenaAnswer>
  readonly reused: boolean
  looks: number
  stopped: boolean
  expired: boolean
}

/** Athena's query executions: the five states, one execution for each token, results only after success. */
export class AthenaState {
  readonly executions: Started[] = []
  /** Used up in order, one for each new execution; then every query succeeds at the second look. */
  readonly courses: Course[] = []
  /** Where the CSV files of answers go; without it Athena itself keeps them. */
  results: { readonly bucket: string; readonly objects: Map<string, Buffer> } | undefined
  answer: (sql: string) => AthenaAnswer | Promise<AthenaAnswer> = () => ({ columns: [], rows: [] })
  now: () => number = () => Date.parse('2026-02-10T02:00:00Z')
  /** Rows in one page, the header among them. */
  pageSize = 1000

  stateOf(id: string): string {
    const { course, looks, stopped } = this.#find(id)
    const { queued = 0, running = 1, end = 'SUCCEEDED' } = course
    if (looks > queued + running) return end
    if (stopped) return 'CANCELLED'
    return looks > queued ? 'RUNNING' : 'QUEUED'
  }

  /** The bucket's lifecycle took the results away. */
  expireResults(): void {
    for (const execution of this.executions) execution.expired = true
  }

  /** What the tokens stood for is forgotten and the executions are gone. */
  forget(): void {
    this.executions.length = 0
  }

  readonly operations: Readonly<Record<string, (input: Input) => object | Promise<object>>> = {
    StartQueryExecution: (input) => {
      const { ClientRequestToken: token = '', QueryString = '', WorkGroup = '' } = input
      if (token.length < 32 || token.length > 128) throw invalid('ClientRequestToken has a length')
      if (Buffer.byteLength(QueryString) > 262_144) throw invalid('QueryString is too long')
      if (!/^[a-zA-Z0-9._-]{1,128}$/.test(WorkGroup)) throw invalid('WorkGroup is not found')

      const same = this.executions.find((each) => each.input.ClientRequestToken === token)
      if (same && JSON.stringify(same.input) !== JSON.stringify(input)) {
        throw invalid('Idempotent parameters do not match')
      }
      if (same) return { QueryExecutionId: same.id }
      const id = `execution-${this.executions.length + 1}`
      const course = this.courses.shift() ?? {}
      const answer = Promise.resolve(this.answer(QueryString))
      // What fails is told by the call that asks for the result.
      answer.catch(() => undefined)
      const reused = this.#isReused(input)
      const rest = { looks: 0, stopped: false, expired: false }
      this.executions.push({ id, input, course, submitted: this.now(), answer, reused, ...rest })
      return { QueryExecutionId: id }
    },

    GetQueryExecution: async ({ QueryExecutionId: id = '' }) => {
      const execution = this.#find(id)
      if (!execution.stopped) execution.looks++
      const State = this.stateOf(id)
      const { reason, retryable, bytesScanned = 10_000_000 } = execution.course
      const location = State === 'SUCCEEDED' ? await this.#writeResult(execution) : undefined
      return {
        QueryExecution: {
          QueryExecutionId: id,
          Status: {
            State,
            SubmissionDateTime: execution.submitted / 1000,
            ...(State === 'FAILED' && reason ? { StateChangeReason: reason } : {}),
            ...(State === 'FAILED' && retryable !== undefined
              ? { AthenaError: { Retryable: retryable, ErrorMessage: reason, ErrorCategory: 1 } }
              : {}),
          },
          Statistics: {
            DataScannedInBytes: execution.reused ? 0 : bytesScanned,
            ResultReuseInformation: { ReusedPreviousResult: execution.reused },
          },
          ...(location && { ResultConfiguration: { OutputLocation: location } }),
        },
      }
    },

    GetQueryResults: async ({ QueryExecutionId: id = '', NextToken, MaxResults = 1000 }) => {
      const execution = this.#find(id)
      const state = this.stateOf(id)
      if (state !== 'SUCCEEDED')
        throw invalid(`Query has not yet finished. Current state: ${state}`)
      if (execution.expired) throw invalid('Could not find results')
      const { columns, rows } = await execution.answer
      const all = [columns.map(({ name }) => name), ...rows]
      const start = Number(NextToken ?? 0)
      const end = start + Math.min(MaxResults, this.pageSize)
      return {
        ResultSet: {
          Rows: all.slice(start, end).map((row) => ({
            Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
          })),
          ResultSetMetadata: {
            ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Type: type })),
          },
        },
        ...(end < all.length ? { NextToken: String(end) } : {}),
      }
    },

    StopQueryExecution: ({ QueryExecutionId: id = '' }) => {
      this.#find(id).stopped = true
      return {}
    },
  }

  #isReused({ QueryString, ResultReuseConfiguration }: Input): boolean {
    const { Enabled, MaxAgeInMinutes = 60 } =
      ResultReuseConfiguration?.ResultReuseByAgeConfiguration ?? {}
    const oldest = this.now() - MaxAgeInMinutes * 60_000
    const isSame = ({ id, input, submitted }: Started) =>
      input.QueryString === QueryString && submitted >= oldest && this.stateOf(id) === 'SUCCEEDED'
    return Enabled === true && this.executions.some(isSame)
  }

  /** As Athena writes it: every value in quotes, no value as nothing. */
  async #writeResult({ id, answer }: Started): Promise<string | undefined> {
    if (!this.results) return undefined
    const { columns, rows } = await answer
    const cell = (value: string | null) =>
      value === null ? '' : `"${value.replaceAll('"', '""')}"`
    const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(cell).join(','))
    this.results.objects.set(`${id}.csv`, Buffer.from(`${lines.join('\n')}\n`))
    return `s3://${this.results.bucket}/${id}.csv`
  }

  #find(id: string): Started {
    const execution = this.executions.find((each) => each.id === id)
    if (!execution) throw invalid(`QueryExecution ${id} was not found`)
    return execution
  }
}

interface Input {
  readonly QueryString?: string
  readonly QueryExecutionContext?: { readonly Database?: string; readonly Catalog?: string }
  readonly ResultReuseConfiguration?: {
    readonly ResultReuseByAgeConfiguration?: {
      readonly Enabled: boolean
      readonly MaxAgeInMinutes?: number
    }
  }
  readonly ClientRequestToken?: string
  readonly WorkGroup?: string
  readonly QueryExecutionId?: string
  readonly NextToken?: string
  readonly MaxResults?: number
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message)
}
