import { parentPort, workerData } from 'node:worker_threads'
import { inflatedCopies, type CopiesOptions } from './inflated-copies'
import type { FileToVerify } from './file-to-verify'
import { isSystemError, verify, type Verification } from './verify'

// A thread that verifies files, one after the other. The build writes it as a separate file.

/** The data with which the thread starts. */
export interface WorkerTask extends CopiesOptions {
  readonly folder: string
}

/** What the thread sends: the number of bytes read, the result for a file, or why a file cannot be read. */
export type WorkerMessage =
  | { readonly bytes: number }
  | { readonly path: string; readonly verification: Verification }
  | { readonly shown: string; readonly failure: string }

const port = parentPort!
const { folder, ...options } = workerData as WorkerTask
const copies = inflatedCopies(folder, options)
const send = (message: WorkerMessage) => port.postMessage(message)

let queue = Promise.resolve()
port.on('message', (file: FileToVerify) => {
  queue = queue.then(() => verifyOne(file))
})

async function verifyOne(file: FileToVerify): Promise<void> {
  const { path, shown } = file
  try {
    const onBytes = (bytes: number) => send({ bytes })
    send({ path, verification: await verify(file, { onBytes, copies }) })
  } catch (error) {
    // Any other error is a bug and ends the thread.
    if (!isSystemError(error)) throw error
    send({ shown, failure: error.message })
  }
}
