import { Worker } from 'node:worker_threads'
import { UserError } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import type { Part, PartEnd } from './part'
import type { PartReaderOptions } from './part-reader'
import type { WorkerRequest, WorkerResponse } from './part-worker'
import { sentPart } from './sent-part'
import type { TextReading } from './text-file-reader'

/** A thread that reads parts. */
export interface PartThread {
  read(part: Part): void
  end(out: string, how: PartEnd): void
  terminate(): Promise<unknown>
}

interface ThreadEvents {
  readonly onBytes: (count: number) => void
  readonly onRead: (out: string, readings: readonly TextReading[]) => void
  readonly onEnded: (out: string, output: ParquetSize | undefined) => void
  readonly onFailure: (error: Error) => void
}

export function partThread(
  program: string,
  options: PartReaderOptions,
  events: ThreadEvents,
): PartThread {
  const worker = new Worker(program, { workerData: options, execArgv: [] })
  const post = (request: WorkerRequest) => worker.postMessage(request)

  worker.on('message', (response: WorkerResponse) => {
    switch (response.kind) {
      case 'progress':
        return events.onBytes(response.bytes)
      case 'read':
        return events.onRead(response.out, response.readings)
      case 'ended':
        return events.onEnded(response.out, response.output)
      case 'failed': {
        const { message, help, isUserError } = response.failure
        return events.onFailure(isUserError ? new UserError(message, { help }) : new Error(message))
      }
    }
  })
  worker.on('error', events.onFailure)
  // After the last part this changes nothing.
  worker.on('exit', () => events.onFailure(new Error('a thread that reads files ended too early')))

  return {
    read: (part) => post({ kind: 'read', part: sentPart(part) }),
    end: (out, how) => post({ kind: 'end', out, how }),
    terminate: () => worker.terminate(),
  }
}
