import { totalmem } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api'
import { throwIfAborted, UserError } from '../../../errors'

/** A DuckDB in memory. */
export interface Database {
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
  /** A result in parts, so that it may be larger than the memory. */
  stream(sql: string): AsyncGenerator<DuckDBDataChunk, void>
  /** Share of the running statement that is done, 0 to 1. */
  progress(): number
  close(): void
}

export interface DatabaseOptions {
  /** Where it spills to; other temporary files may lie there. */
  readonly folder: string
  readonly memoryLimitBytes?: number | undefined
  /** Whether {@link Database.progress} counts: that costs up to 5 % of the processor time. */
  readonly countsProgress?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const GIGABYTE = 1e9
const INTERRUPT_MS = 50

/**
 * Opens DuckDB; statements reject with {@link InterruptedError} once the signal is aborted.
 * No extension is loaded or fetched: nothing leaves the machine.
 */
export async function openDatabase({
  folder,
  memoryLimitBytes = Math.min(4 * GIGABYTE, Math.floor(totalmem() / 2)),
  countsProgress = false,
  signal,
}: DatabaseOptions): Promise<Database> {
  throwIfAborted(signal)
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: join(folder, 'spill'),
    memory_limit: `${memoryLimitBytes}B`,
  })
  const connection = await instance.connect()
  await connection.run(`${SETTINGS} SET enable_progress_bar = ${String(countsProgress)};`)

  let closed = false
  const guarded = interruptible(connection, signal)
  return {
    run: async (sql) => void (await guarded(() => connection.run(sql))),
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRowsJS()),
    async *stream(sql) {
      const result = await guarded(() => connection.stream(sql))
      for (;;) {
        const chunk = await guarded(() => result.fetchChunk())
        if (!chunk || chunk.rowCount === 0) return
        yield chunk
      }
    },
    progress: () => Math.max(0, connection.progress.percentage) / 100,
    close() {
      if (closed) return
      closed = true
      connection.closeSync()
      instance.closeSync()
    },
  }
}

const SETTINGS = `
  SET TimeZone = 'UTC';
  SET enable_progress_bar_print = false;
`

function interruptible(connection: DuckDBConnection, signal: AbortSignal | undefined) {
  return async <T>(statement: () => Promise<T>): Promise<T> => {
    throwIfAborted(signal)
    // DuckDB ignores an interrupt before the statement has begun: it is repeated until the statement ends.
    let timer: NodeJS.Timeout | undefined
    const interrupt = () => {
      connection.interrupt()
      timer ??= setInterval(() => connection.interrupt(), INTERRUPT_MS)
    }
    signal?.addEventListener('abort', interrupt)
    try {
      return await statement()
    } catch (error) {
      throwIfAborted(signal)
      throw explainError(error)
    } finally {
      signal?.removeEventListener('abort', interrupt)
      clearInterval(timer)
    }
  }
}

/** A DuckDB error from the data or the machine becomes a {@link UserError}; other errors are bugs and keep their stack. */
function explainError(error: unknown): unknown {
  const message = (error as Error).message.split('\n')[0]!
  if (message.startsWith('Out of Memory Error')) {
    return new UserError('the query needs more memory than its limit', {
      help: 'use a smaller range or fewer groups',
      cause: error,
    })
  }
  if (/^(IO|Conversion|Out of Range|Invalid Input|Permission) Error/.test(message)) {
    return new UserError(`the query failed: ${message}`, { cause: error })
  }
  return error
}
