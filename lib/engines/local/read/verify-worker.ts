import { parentPort, workerData } from 'node:worker_threads'
import { inflatedCopies, type CopiesOptions } from './inflated-copies'
import { isRefusal, verify, type FileToVerify, type Verification } from './verify'

// A thread that verifies files, one after the other. The build makes it a file of its own.

/** What the thread is given when it begins. */
export interface WorkerTask extends CopiesOptions {
  readonly folder: string
}

/** What the thread says of the files that it is sent: bytes that were read, or how one was found. */
export type WorkerMessage =
  | { readonly bytes: number }
  | { readonly path: string; readonly verification: Verification }
  | { readonly shown: string; readonly failure: string }

const port = parentPort!
const { folder, ...options } = workerData as WorkerTask
const copies = inflatedCopies(folder, options)
const say = (message: WorkerMessage) => port.postMessage(message)

let turn = Promise.resolve()
port.on('message', (file: FileToVerify) => {
  turn = turn.then(() => work(file))
})

async function work(file: FileToVerify): Promise<void> {
  const { path, shown } = file
  try {
    const onBytes = (bytes: number) => say({ bytes })
    say({ path, verification: await verify(file, { onBytes, copies }) })
  } catch (error) {
    // What the system did not refuse is a bug, and ends the thread.
    if (!isRefusal(error)) throw error
    say({ shown, failure: error.message })
  }
}
