import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InterruptedError, throwIfAborted } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import { readThread, type ReadThread } from './read-thread'
import {
  textReader,
  type TextFile,
  type TextReaderOptions,
  type TextReading,
} from './text-file-reader'

/** Reads text files into Parquet files, several files at a time. */
export interface ReadPool {
  /** Takes one more file. */
  add(file: TextFile): void
  /** Reads all files that were added; rejects where one of them cannot be read. */
  finish(): Promise<PoolReading>
  /** Share of the bytes that is read, 0 to 1. */
  readonly progress: () => number
  /** Ends the threads; afterwards nothing is written any more. The Parquet files stay. */
  close(): Promise<void>
}

export interface PoolReading {
  /** By path. */
  readonly readings: ReadonlyMap<string, TextReading>
  /** Parquet files, at least one, in the order of the files that were added. */
  readonly outputs: readonly string[]
  readonly rows: number
}

export interface ReadPoolOptions extends Omit<TextReaderOptions, 'out'> {
  /** Where the Parquet files are put. */
  readonly folder: string
  /** How their names begin. */
  readonly prefix?: string
  readonly signal?: AbortSignal | undefined
  /** The built program of the threads; where it is missing, as in a checkout, this thread reads all files. */
  readonly worker?: string
}

const WORKER = fileURLToPath(new URL('read-worker.js', import.meta.url))
/** Less than this is read before a thread has started. */
const MIN_THREAD_BYTES = 3e6
const MAX_THREADS = 8

export function readPool({
  folder,
  prefix = 'records',
  signal,
  worker = WORKER,
  ...options
}: ReadPoolOptions): ReadPool {
  const files: TextFile[] = []
  const readings = new Map<string, TextReading>()
  const outputs = new Map<string, ParquetSize>()
  const threads: ReadThread[] = []
  let totalBytes = 0
  let readBytes = 0
  let failure: Error | undefined
  let onChange: () => void = () => undefined

  const outputPath = (index: number) => join(folder, `${prefix}-${index}.parquet`)
  const onBytes = (count: number) => void (readBytes += count)

  function startThreads(): void {
    if (totalBytes < MIN_THREAD_BYTES || !existsSync(worker)) return
    const count = Math.min(availableParallelism(), MAX_THREADS, files.length)
    for (let index = 0; index < count; index++) {
      try {
        threads.push(
          readThread(
            worker,
            { ...options, out: outputPath(index) },
            {
              onProgress: onBytes,
              onRead: (path, reading) => void readings.set(path, reading),
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

  /** Each thread gets files that follow each other, so that the order of the records is that of the files. */
  function sendFiles(): void {
    let sentBytes = 0
    for (const file of files) {
      const middle = sentBytes + file.size / 2
      const index = Math.floor((middle / totalBytes) * threads.length)
      threads[Math.min(index, threads.length - 1)]!.send(file)
      sentBytes += file.size
    }
    for (const thread of threads) thread.end()
  }

  function waitForThreads(): Promise<void> {
    return new Promise((resolve, reject) => {
      onChange = () => {
        if (signal?.aborted) reject(new InterruptedError('interrupted'))
        else if (outputs.size === threads.length) resolve()
        else if (failure) reject(failure)
      }
      signal?.addEventListener('abort', onChange)
      sendFiles()
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
    },
    async finish() {
      try {
        startThreads()
        await (threads.length === 0 ? readHere() : waitForThreads())
      } catch (error) {
        throwIfAborted(signal, error)
        throw error
      } finally {
        signal?.removeEventListener('abort', onChange)
        for (const thread of threads) void thread.terminate()
      }
      const inOrder = [...outputs].sort(([a], [b]) => (a < b ? -1 : 1))
      const filled = inOrder.filter(([, { rows }]) => rows > 0)
      return {
        readings,
        outputs: (filled.length > 0 ? filled : inOrder.slice(0, 1)).map(([path]) => path),
        rows: filled.reduce((sum, [, { rows }]) => sum + rows, 0),
      }
    },
    progress: () => (totalBytes === 0 ? 1 : Math.min(1, readBytes / totalBytes)),
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}
