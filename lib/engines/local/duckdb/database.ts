import { totalmem } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api'
import { literal } from '../../../dialects/literals'
import { throwIfAborted, UserError } from '../../../errors'

/** A DuckDB of its own, in memory. */
export interface Database {
  /** Where it spills to, and where others may put files. */
  readonly folder: string
  run(sql: string): Promise<void>
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
  /** A result in parts, so that it may be larger than the memory. */
  stream(sql: string): AsyncGenerator<DuckDBDataChunk, void>
  /** Share of the running statement that is done, 0 to 1. */
  progress(): number
  close(): void
}

export interface DatabaseOptions {
  readonly folder: string
  readonly memoryLimitBytes?: number | undefined
  /** Whether {@link Database.progress} will be asked: to know it costs up to a twentieth of the processor time. */
  readonly tellsProgress?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const GIGABYTE = 1e9
const INTERRUPT_MILLISECONDS = 50

/**
 * Opens DuckDB; statements reject with {@link InterruptedError} once the signal is aborted.
 * No extension is loaded or fetched: nothing leaves the machine.
 */
export async function openDatabase({
  folder,
  memoryLimitBytes = Math.min(4 * GIGABYTE, Math.floor(totalmem() / 2)),
  tellsProgress = false,
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
  await connection.run(
    `${SETTINGS} SET enable_progress_bar = ${String(tellsProgress)};
    SET profiling_output = ${literal(join(folder, PROFILE))}`,
  )

  let closed = false
  const guarded = interruptible(connection, signal)
  return {
    folder,
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

/** The file in the database's folder in which the last statement's operators are, while profiling is on. */
export const PROFILE = 'operators.txt'

const SETTINGS = `
  SET TimeZone = 'UTC';
  SET enable_progress_bar_print = false;
  SET custom_profiling_settings = '{"OPERATOR_CARDINALITY": "true", "OPERATOR_TYPE": "true"}';
`

function interruptible(connection: DuckDBConnection, signal: AbortSignal | undefined) {
  return async <T>(statement: () => Promise<T>): Promise<T> => {
    throwIfAborted(signal)
    // An interrupt is lost when it comes before the statement has begun: it is repeated until the statement ends.
    let timer: NodeJS.Timeout | undefined
    const interrupt = () => {
      connection.interrupt()
      timer ??= setInterval(() => connection.interrupt(), INTERRUPT_MILLISECONDS)
    }
    signal?.addEventListener('abort', interrupt)
    try {
      return await statement()
    } catch (error) {
      throwIfAborted(signal)
      throw explained(error)
    } finally {
      signal?.removeEventListener('abort', interrupt)
      clearInterval(timer)
    }
  }
}

/** An error of DuckDB that comes from the data or the machine; the others are bugs and keep their stack. */
function explained(error: unknown): unknown {
  const message = (error as Error).message.split('\n')[0]!
  if (message.startsWith('Out of Memory Error')) {
    return new UserError('the query needs more memory than it may use', {
      help: 'a smaller range or fewer groups need less',
      cause: error,
    })
  }
  if (/^(IO|Conversion|Out of Range|Invalid Input|Permission) Error/.test(message)) {
    return new UserError(`the query stopped: ${message}`, { cause: error })
  }
  return error
}
