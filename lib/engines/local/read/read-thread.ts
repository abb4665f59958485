import { Worker } from 'node:worker_threads'
import { UserError } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import { sentFile } from './sent-file'
import type { WorkerRequest, WorkerResponse } from './read-worker'
import type { TextFile, TextReaderOptions, TextReading } from './text-file-reader'

/** A thread that reads files into a Parquet file of its own. */
export interface ReadThread {
  readonly out: string
  send(file: TextFile): void
  /** There are no more files. */
  end(): void
  terminate(): Promise<unknown>
}

export interface ThreadEvents {
  readonly onProgress: (bytes: number) => void
  readonly onRead: (path: string, reading: TextReading) => void
  readonly onClosed: (out: string, output: ParquetSize) => void
  readonly onFailure: (error: Error) => void
}

export function readThread(
  program: string,
  options: TextReaderOptions,
  events: ThreadEvents,
): ReadThread {
  const worker = new Worker(program, { workerData: options, execArgv: [] })
  const post = (request: WorkerRequest) => worker.postMessage(request)

  worker.on('message', (response: WorkerResponse) => {
    switch (response.kind) {
      case 'progress':
        return events.onProgress(response.bytes)
      case 'read':
        return events.onRead(response.path, response.reading)
      case 'closed':
        return events.onClosed(options.out, response.output)
      case 'failed': {
        const { message, help, isUserError } = response.failure
        return events.onFailure(isUserError ? new UserError(message, { help }) : new Error(message))
      }
    }
  })
  worker.on('error', events.onFailure)
  // After `closed` this changes nothing.
  worker.on('exit', () => events.onFailure(new Error('a thread that reads files ended too early')))

  return {
    out: options.out,
    send: (file) => post(sentFile(file)),
    end: () => post('end'),
    terminate: () => worker.terminate(),
  }
}
