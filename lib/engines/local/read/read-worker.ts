import { parentPort, workerData } from 'node:worker_threads'
import { UserError } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import { receivedFile, type SentFile } from './sent-file'
import { textReader, type TextReaderOptions, type TextReading } from './text-file-reader'

/** A file to read; `end`: there are no more. */
export type WorkerRequest = SentFile | 'end'

/** Each file is answered by `read`, in the order of the requests, and `end` by `closed`. */
export type WorkerResponse =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'read'; readonly path: string; readonly reading: TextReading }
  | { readonly kind: 'closed'; readonly output: ParquetSize }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }

/** An error in a form that another thread can get. */
export interface WorkerFailure {
  readonly message: string
  readonly help: string | undefined
  readonly isUserError: boolean
}

const port = parentPort!
const reader = textReader(workerData as TextReaderOptions)
let previous = Promise.resolve()

port.on('message', (request: WorkerRequest) => {
  previous = previous.then(() => handle(request)).catch(sendFailure)
})

async function handle(request: WorkerRequest): Promise<void> {
  if (request === 'end') return send({ kind: 'closed', output: reader.close() })
  const onBytes = (bytes: number) => send({ kind: 'progress', bytes })
  const reading = await reader.read(receivedFile(request), { onBytes })
  send({ kind: 'read', path: request.path, reading })
}

function sendFailure(error: Error): void {
  const isUserError = error instanceof UserError
  const help = isUserError ? error.help : undefined
  const message = isUserError ? error.message : (error.stack ?? error.message)
  send({ kind: 'failed', failure: { message, help, isUserError } })
}

function send(response: WorkerResponse): void {
  port.postMessage(response)
}
