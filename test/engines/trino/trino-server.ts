import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { column } from '../../../lib/flow-log/fields'
import type { Format } from '../../../lib/flow-log/format'
import { PARTITION_KEYS } from '../../../lib/flow-log/object-keys'
import { partitionValues } from '../../../lib/lake/layout'
import type { RemoteAnswer } from '../remote-answer'

/** How one query goes: pages that say QUEUED, pages without rows that say RUNNING, then its rows or its error. */
export interface TrinoCourse {
  readonly queued?: number
  readonly running?: number
  readonly error?: { message: string; errorName: string; errorLocation?: object }
  /** Comes after the rows instead of before them. */
  readonly isLate?: boolean
}

/** What is said instead of a page: an HTTP status with its text, or nothing before the connection ends. */
export type TrinoFault = { readonly status: number; readonly text?: string } | 'cut' | undefined

export interface TrinoQuery {
  readonly id: string
  readonly sql: string
  readonly headers: IncomingMessage['headers']
  readonly course: TrinoCourse
  /** Asked for once. */
  readonly answer: Promise<RemoteAnswer>
  state: 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELED'
}

/** A coordinator that speaks Trino's protocol in pages and answers from a function. */
export interface TrinoServer {
  readonly url: string
  readonly queries: TrinoQuery[]
  /** `POST`, `GET`, `DELETE`: what came, in order. */
  readonly calls: string[]
  /** Used up in order, one for each query. */
  readonly courses: TrinoCourse[]
  /** What `DESCRIBE` tells. */
  table: readonly (readonly [name: string, type: string, extra: string])[]
  /** What `$partitions` tells; a table without any, such as a view, has none of that name. */
  partitions: readonly (readonly string[])[] | undefined
  /** The flow logs that names of the objects show; a view does not know its objects. */
  flowLogs: readonly string[] | undefined
  answer: (sql: string) => RemoteAnswer | Promise<RemoteAnswer>
  pageSize: number
  /** Where it says that the next page is; its own address unless told. */
  publicUrl: string | undefined
  /** Called before each request is answered. */
  onRequest: ((call: string, query: TrinoQuery | undefined) => void) | undefined
  fault(method: string, ...faults: readonly TrinoFault[]): void
  close(): Promise<void>
}

export async function trinoServer(): Promise<TrinoServer> {
  const faults = new Map<string, TrinoFault[]>()
  const state: Omit<TrinoServer, 'url' | 'close'> = {
    queries: [],
    calls: [],
    courses: [],
    table: [],
    partitions: [],
    flowLogs: [],
    answer: () => ({ columns: [], rows: [] }),
    pageSize: 1000,
    publicUrl: undefined,
    onRequest: undefined,
    fault: (method, ...added) => void faults.set(method, [...(faults.get(method) ?? []), ...added]),
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request
    const body = await readBody(request)
    state.calls.push(method)
    const [, id, token] = /^\/v1\/statement\/executing\/([^/]+)\/slug\/(\d+)$/.exec(path) ?? []
    const query = state.queries.find((each) => each.id === id)
    state.onRequest?.(method, query)
    const fault = faults.get(method)?.shift()
    if (fault === 'cut') return void request.socket.destroy()
    if (fault) return say(response, fault.status, fault.text ?? '')
    if (method === 'POST' && path === '/v1/statement') return await start(request, body, response)
    if (!query) return say(response, 404, 'Query not found')
    if (method === 'DELETE') {
      query.state = 'CANCELED'
      return say(response, 204, '')
    }
    say(response, 200, await page(query, Number(token)))
  }

  async function start(
    request: IncomingMessage,
    sql: string,
    response: ServerResponse,
  ): Promise<void> {
    const isAbout = isAboutTable(sql)
    const course = isAbout ? courseAbout(sql) : (state.courses.shift() ?? {})
    const id = `20260314_000000_${String(state.queries.length).padStart(5, '0')}_test`
    const answer = Promise.resolve(isAbout ? about(sql) : state.answer(sql))
    const { headers } = request
    const query: TrinoQuery = { id, sql, headers, course, answer, state: 'QUEUED' }
    state.queries.push(query)
    say(response, 200, await page(query, 0))
  }

  function about(sql: string): RemoteAnswer {
    if (sql.startsWith('DESCRIBE ')) return described(state.table)
    if (isListing(sql)) return { columns: [], rows: (state.flowLogs ?? []).map((id) => [id]) }
    return { columns: [], rows: state.partitions ?? [] }
  }

  function courseAbout(sql: string): TrinoCourse {
    if (sql.startsWith('DESCRIBE ')) return {}
    if (isListing(sql)) {
      const error = { errorName: 'COLUMN_NOT_FOUND', message: "Column '$path' cannot be resolved" }
      return state.flowLogs ? {} : { error }
    }
    const error = { errorName: 'TABLE_NOT_FOUND', message: 'Table does not exist' }
    return state.partitions ? {} : { error }
  }

  /** Pages without rows, then those with rows, each asked for by its number; the last one names no next. */
  async function page(query: TrinoQuery, token: number): Promise<string> {
    const { queued = 1, running = 1, error, isLate = false } = query.course
    const { columns, rows } = await query.answer
    const waits = queued + running
    const pages = error && !isLate ? 0 : Math.ceil(rows.length / state.pageSize)
    const start = (token - waits) * state.pageSize
    const data = token < waits ? [] : rows.slice(start, start + state.pageSize)
    const isLast = token >= waits + pages
    const ended = error ? 'FAILED' : 'FINISHED'
    query.state = token < queued ? 'QUEUED' : isLast ? ended : 'RUNNING'
    const share = Math.min(1, token / (waits + pages))
    return json({
      id: query.id,
      ...(isLast
        ? {}
        : {
            nextUri: `${state.publicUrl ?? url}/v1/statement/executing/${query.id}/slug/${token + 1}`,
          }),
      ...(token < waits ? {} : { columns }),
      ...(data.length > 0 && { data }),
      ...(isLast && error ? { error } : {}),
      stats: {
        state: query.state,
        ...(token >= queued && { progressPercentage: share * 100 }),
        processedRows: Math.round(share * 1000),
        processedBytes: Math.round(share * 50_000),
        physicalInputBytes: Math.round(share * 20_000),
      },
    })
  }

  return Object.assign(state, {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

/** Whether a statement asks what the table is, and not what is in it. */
export function isAboutTable(sql: string): boolean {
  return sql.startsWith('DESCRIBE ') || sql.includes('$partitions"') || isListing(sql)
}

function isListing(sql: string): boolean {
  return sql.startsWith('SELECT DISTINCT regexp_extract("$path"')
}

/** What `DESCRIBE` tells of a table over flow logs. */
export function trinoTable(format: Format): TrinoServer['table'] {
  const types = { string: 'varchar', int: 'integer', bigint: 'bigint' } as const
  return [
    ...format.map((field) => [column(field), types[field.type], ''] as const),
    ...PARTITION_KEYS.map((key) => [key, 'varchar', 'partition key'] as const),
  ]
}

/** The partitions of some hours of 14 March. */
export function trinoHours(first: number, last: number): readonly (readonly string[])[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = new Date(Date.parse('2026-03-14T00:00:00Z') + (first + index) * 3_600_000)
    return partitionValues({ accountId: '123456789012', region: 'eu-west-1', hour })
  })
}

function described(table: TrinoServer['table']): RemoteAnswer {
  const columns = ['Column', 'Type', 'Extra', 'Comment'].map((name) => ({ name, type: 'varchar' }))
  return { columns, rows: table.map((row) => [...row, '']) }
}

/** Trino writes a bigint as digits, whatever its size. */
function json(value: object): string {
  const mark = '\u0001'
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? `${mark}${each}${mark}` : each,
  )
  return text.replace(/"\\u0001(-?\d+)\\u0001"/g, '$1')
}

function say(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
