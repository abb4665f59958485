import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { InterruptedError, throwIfAborted } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import { MIN_PART_BYTES, sizeOf, type Part, type PartEnd } from './part'
import { partReader, type PartReaderOptions } from './part-reader'
import { partThread, type PartThread } from './part-thread'
import type { TextReading } from './text-file-reader'

/** Reads parts, several at a time. */
export interface PartPool {
  /** Gives each Parquet file that was not discarded, by path; rejects where a file cannot be read or written. */
  read(parts: readonly Part[], events: PoolEvents): Promise<ReadonlyMap<string, ParquetSize>>
  /** Ends the threads; afterwards nothing is written any more. */
  close(): Promise<void>
}

export interface PoolEvents {
  /** A part is read: what its files gave, in their order. Decides what becomes of its Parquet file. */
  readonly onRead: (part: Part, readings: readonly TextReading[]) => PartEnd
  /** Bytes of the files that were read since the last call. */
  readonly onBytes: (count: number) => void
}

export interface PartPoolOptions extends PartReaderOptions {
  readonly signal?: AbortSignal | undefined
  /** The built program of the threads; where it is missing, as in a checkout, this thread reads all parts. */
  readonly worker?: string
}

const WORKER = fileURLToPath(new URL('part-worker.js', import.meta.url))
/** Less than this is read before a thread has started. */
const MIN_THREAD_BYTES = 3e6
const MAX_THREADS = 8

export function partPool({ signal, worker = WORKER, ...options }: PartPoolOptions): PartPool {
  const threads: PartThread[] = []
  const close = async () => void (await Promise.all(threads.map((thread) => thread.terminate())))

  async function readHere(parts: readonly Part[], { onRead, onBytes }: PoolEvents) {
    const outputs = new Map<string, ParquetSize>()
    const reader = partReader(options)
    try {
      for (const part of parts) {
        const readings = await reader.read(part, { onBytes, signal })
        const output = reader.end(part.out, onRead(part, readings))
        if (output) outputs.set(part.out, output)
      }
    } finally {
      reader.close()
    }
    return outputs
  }

  /** Starts as many threads as can be busy and as the system has; each gets the next part when it is free. */
  function readInThreads(parts: readonly Part[], { onRead, onBytes }: PoolEvents) {
    return new Promise<ReadonlyMap<string, ParquetSize>>((resolve, reject) => {
      const outputs = new Map<string, ParquetSize>()
      const byPath = new Map(parts.map((part) => [part.out, part]))
      let sent = 0
      let ended = 0

      function startThread(): void {
        let pendingBytes = 0
        function sendParts(): void {
          while (sent < parts.length && pendingBytes < MIN_PART_BYTES) {
            const part = parts[sent++]!
            pendingBytes += sizeOf(part.files)
            thread.read(part)
          }
        }
        const thread = partThread(worker, options, {
          onBytes,
          onRead(out, readings) {
            const part = byPath.get(out)!
            pendingBytes -= sizeOf(part.files)
            try {
              thread.end(out, onRead(part, readings))
              sendParts()
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)))
            }
          },
          onEnded(out, output) {
            if (output) outputs.set(out, output)
            if (++ended === parts.length) resolve(outputs)
          },
          onFailure: reject,
        })
        threads.push(thread)
        sendParts()
      }

      const count = Math.min(availableParallelism(), MAX_THREADS)
      for (let index = 0; index < count && sent < parts.length; index++) startThread()
    })
  }

  async function untilAborted<T>(work: Promise<T>): Promise<T> {
    let stop: () => void = () => undefined
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(new InterruptedError('interrupted'))
      signal?.addEventListener('abort', stop)
    })
    try {
      return await Promise.race([work, aborted])
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  return {
    async read(parts, events) {
      throwIfAborted(signal)
      const bytes = parts.reduce((sum, { files }) => sum + sizeOf(files), 0)
      try {
        if (bytes < MIN_THREAD_BYTES || !existsSync(worker)) return await readHere(parts, events)
        return await untilAborted(readInThreads(parts, events))
      } catch (error) {
        throwIfAborted(signal, error)
        throw error
      } finally {
        void close()
      }
    },
    close,
  }
}
