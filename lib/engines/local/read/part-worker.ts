import { parentPort, workerData } from 'node:worker_threads'
import { UserError } from '../../../errors'
import type { ParquetSize } from './parquet/parquet-file'
import type { PartEnd } from './part'
import { partReader, type PartReaderOptions } from './part-reader'
import { receivedPart, type SentPart } from './sent-part'
import type { TextReading } from './text-file-reader'

/** Requests are answered in their order. */
export type WorkerRequest =
  | { readonly kind: 'read'; readonly part: SentPart }
  | { readonly kind: 'end'; readonly out: string; readonly how: PartEnd }

/** `read` answers a request of this kind, and so does `ended`. */
export type WorkerResponse =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'read'; readonly out: string; readonly readings: readonly TextReading[] }
  | { readonly kind: 'ended'; readonly out: string; readonly output: ParquetSize | undefined }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }

/** An error in a form that another thread can get. */
interface WorkerFailure {
  readonly message: string
  readonly help: string | undefined
  readonly isUserError: boolean
}

/** Thousands of small files would send as many messages. */
const PROGRESS_BYTES = 1e6

const port = parentPort!
const reader = partReader(workerData as PartReaderOptions)
let previous = Promise.resolve()
let unreported = 0

port.on('message', (request: WorkerRequest) => {
  previous = previous.then(() => handle(request)).catch(sendFailure)
})

async function handle(request: WorkerRequest): Promise<void> {
  if (request.kind === 'end') {
    const { out, how } = request
    return send({ kind: 'ended', out, output: reader.end(out, how) })
  }
  const part = receivedPart(request.part)
  const readings = await reader.read(part, { onBytes })
  send({ kind: 'read', out: part.out, readings })
}

function onBytes(count: number): void {
  unreported += count
  if (unreported < PROGRESS_BYTES) return
  send({ kind: 'progress', bytes: unreported })
  unreported = 0
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
