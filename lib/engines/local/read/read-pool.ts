import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InterruptedError, throwIfAborted } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import { readThread, type ReadThread } from './read-thread'
import { textReader, type TextFile, type TextReaderOptions, type TextReading } from './text-file-reader'

/** Reads text files into Parquet files, several files at a time. */
export interface ReadPool {
  /** Takes one more file; where there are many, threads begin at once. */
  add(file: TextFile): void
  /** Reads all files that were added; rejects where one of them cannot be read. */
  finish(): Promise<PoolReading>
  /** Share of the bytes that is read, 0 to 1. */
  progress(): number
  /** Ends the threads; afterwards nothing is written any more. The Parquet files stay. */
  close(): Promise<void>
}

export interface PoolReading {
  /** By path. */
  readonly readings: ReadonlyMap<string, TextReading>
  /** Parquet files, at least one. A record can be in any of them. */
  readonly outputs: readonly string[]
  readonly rows: number
}

export interface ReadPoolOptions extends Omit<TextReaderOptions, 'out'> {
  /** Where the Parquet files are put. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  /** The built program of the threads; where it is missing, as in a checkout, this thread reads all files. */
  readonly worker?: string
}

const WORKER = fileURLToPath(new URL('read-worker.js', import.meta.url))
/** Less than this is read before a thread has started. */
const MIN_THREAD_BYTES = 3e6
const MAX_THREADS = 8
/** What a thread has in advance, so that it need not wait while this thread is busy. */
const AHEAD_BYTES = 2e6

export function readPool({
  folder,
  signal,
  worker = WORKER,
  ...options
}: ReadPoolOptions): ReadPool {
  const files: TextFile[] = []
  const readings = new Map<string, TextReading>()
  const outputs = new Map<string, ParquetSize>()
  const threads: ReadThread[] = []
  let hasStarted = false
  let isFinishing = false
  let next = 0
  let totalBytes = 0
  let readBytes = 0
  let failure: Error | undefined
  let onChange: () => void = () => undefined

  const outputPath = (index: number) => join(folder, `records-${index}.parquet`)
  const onBytes = (count: number) => void (readBytes += count)

  function startThreads(): void {
    hasStarted = true
    if (!existsSync(worker)) return
    const count = Math.min(availableParallelism(), MAX_THREADS)
    for (let index = 0; index < count; index++) {
      try {
        threads.push(
          readThread(
            worker,
            { ...options, out: outputPath(index) },
            {
              onProgress: onBytes,
              onRead: (path, reading) => {
                readings.set(path, reading)
                dispatch()
              },
              onClosed: (out, output) => {
                outputs.set(out, output)
                onChange()
              },
              onFailure: (error) => {
                failure ??= error
                onChange()
              },
            },
          ),
        )
      } catch {
        // The system does not have more threads: those that started do the work, or this one.
        return
      }
    }
  }

  /** Gives waiting files to the threads that have the fewest bytes. */
  function dispatch(): void {
    if (threads.length === 0) return
    for (; next < files.length; next++) {
      const [freest] = [...threads].sort((a, b) => a.pendingBytes - b.pendingBytes)
      if (freest!.pendingBytes >= AHEAD_BYTES) return
      freest!.send(files[next]!)
    }
    if (isFinishing) {
      isFinishing = false
      for (const thread of threads) thread.end()
    }
  }

  function waitForThreads(): Promise<void> {
    return new Promise((resolve, reject) => {
      onChange = () => {
        if (signal?.aborted) reject(new InterruptedError('interrupted'))
        else if (outputs.size === threads.length) resolve()
        else if (failure) reject(failure)
      }
      signal?.addEventListener('abort', onChange)
      isFinishing = true
      dispatch()
      onChange()
    })
  }

  async function readHere(): Promise<void> {
    const out = outputPath(0)
    const reader = textReader({ ...options, out })
    try {
      for (const file of files) {
        // Other work of this thread goes on between two files.
        await new Promise((resolve) => setImmediate(resolve))
        throwIfAborted(signal)
        readings.set(file.path, await reader.read(file, { onBytes, signal }))
      }
      outputs.set(out, reader.close())
    } catch (error) {
      reader.abandon()
      throw error
    }
  }

  return {
    add(file) {
      files.push(file)
      totalBytes += file.size
      if (!hasStarted && totalBytes >= MIN_THREAD_BYTES) startThreads()
      dispatch()
    },
    async finish() {
      try {
        await (threads.length === 0 ? readHere() : waitForThreads())
      } catch (error) {
        throwIfAborted(signal, error)
        throw error
      } finally {
        signal?.removeEventListener('abort', onChange)
        for (const thread of threads) void thread.terminate()
      }
      const filled = [...outputs].filter(([, { rows }]) => rows > 0)
      return {
        readings,
        outputs: (filled.length > 0 ? filled : [...outputs].slice(0, 1)).map(([path]) => path),
        rows: filled.reduce((sum, [, { rows }]) => sum + rows, 0),
      }
    },
    progress: () => (totalBytes === 0 ? 1 : Math.min(1, readBytes / totalBytes)),
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}
