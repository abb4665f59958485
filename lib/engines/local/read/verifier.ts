import { existsSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { InterruptedError, throwIfAborted, UserError } from '../../../errors'
import { inflatedCopies, roomIn } from './inflated-copies'
import type { TextFile } from '../file-state'
import { fileToVerify, isRefusal, verify, type FileToVerify, type Verification } from './verify'
import type { WorkerMessage, WorkerTask } from './verify-worker'

/** Verifies files, several at a time. */
export interface Verifier {
  /** Takes one more file; where there are many they are begun at once. */
  add(source: TextFile): void
  /** Of all that were added, by path; rejects when a file cannot be read. */
  results(): Promise<ReadonlyMap<string, Verification>>
  /** Share of the bytes that is verified, 0 to 1. */
  progress(): number
  /** Removes the copies; once it is over nothing is written any more. */
  close(): Promise<void>
}

export interface VerifierOptions {
  /** Where inflated copies are put. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  /** The built file of the threads; where there is none, as in a checkout, all is done in this thread. */
  readonly worker?: string
}

const WORKER = fileURLToPath(new URL('verify-worker.js', import.meta.url))
/** Less than this is verified before a thread has begun. */
const WORTH_BYTES = 3e6
const MOST_THREADS = 8
/** What a thread has before it, so that it need not wait while this one is busy. */
const AHEAD_BYTES = 2e6

export function verifier({ folder, signal, worker = WORKER }: VerifierOptions): Verifier {
  const files: FileToVerify[] = []
  const found = new Map<string, Verification>()
  const threads: Thread[] = []
  const room = roomIn(folder)
  let begun = false
  let next = 0
  let total = 0
  let done = 0
  let failure: Error | undefined
  let settle: () => void = () => undefined

  const onBytes = (count: number) => void (done += count)

  function begin(): void {
    begun = true
    if (!existsSync(worker)) return
    const count = Math.min(availableParallelism(), MOST_THREADS)
    for (let index = 0; index < count; index++) {
      const task: WorkerTask = { folder, room, prefix: `inflated-${index}` }
      try {
        threads.push(thread(worker, task, hear, fail))
      } catch {
        // The system has no more threads: fewer do, or none.
        return
      }
    }
  }
  function feed(): void {
    for (; next < files.length; next++) {
      const [idlest] = [...threads].sort((a, b) => a.openBytes - b.openBytes)
      if (!idlest || idlest.openBytes >= AHEAD_BYTES) return
      idlest.send(files[next]!)
    }
  }
  function hear(message: WorkerMessage): void {
    if ('bytes' in message) return onBytes(message.bytes)
    if ('failure' in message) return fail(unreadable(message.shown, message.failure))
    found.set(message.path, message.verification)
    feed()
    settle()
  }
  function fail(reason: Error): void {
    failure ??= reason
    settle()
  }
  let closed: Promise<void> | undefined
  async function removeAll(): Promise<void> {
    await Promise.all(threads.map((each) => each.end()))
    const copies = new Set([...found.values()].map(({ inflated }) => inflated))
    // What cannot be removed now goes with the folder.
    await Promise.allSettled([...copies].map(async (path) => path && unlink(path)))
  }
  const close = () => (closed ??= removeAll())

  async function here(): Promise<void> {
    const copies = inflatedCopies(folder, { room })
    for (; next < files.length; next++) {
      // What else waits has its turn between two files.
      await new Promise((resolve) => setImmediate(resolve))
      throwIfAborted(signal)
      const file = files[next]!
      try {
        found.set(file.path, await verify(file, { onBytes, signal, copies }))
      } catch (error) {
        throwIfAborted(signal)
        throw isRefusal(error) ? unreadable(file.shown, error.message, error) : error
      }
    }
  }
  function elsewhere(): Promise<void> {
    return new Promise((resolve, reject) => {
      settle = () => {
        if (failure) reject(failure)
        else if (signal?.aborted) reject(new InterruptedError('interrupted'))
        else if (found.size === files.length) resolve()
      }
      signal?.addEventListener('abort', settle)
      settle()
    })
  }

  return {
    add(source) {
      const file = fileToVerify(source)
      files.push(file)
      total += file.size
      if (!begun && total >= WORTH_BYTES) begin()
      feed()
    },
    async results() {
      try {
        await (threads.length === 0 ? here() : elsewhere())
        return found
      } catch (error) {
        throwIfAborted(signal)
        throw error
      } finally {
        signal?.removeEventListener('abort', settle)
        for (const each of threads) void each.end()
      }
    },
    progress: () => (total === 0 ? 1 : done / total),
    close,
  }
}

function unreadable(shown: string, why: string, cause?: unknown): UserError {
  return new UserError(`\`${shown}\` cannot be read: ${why}`, { cause })
}

interface Thread {
  /** Of files that it was sent and has not answered. */
  readonly openBytes: number
  send(file: FileToVerify): void
  end(): Promise<unknown>
}

function thread(
  file: string,
  workerData: WorkerTask,
  onMessage: (message: WorkerMessage) => void,
  onFailure: (reason: Error) => void,
): Thread {
  const worker = new Worker(file, { workerData, execArgv: [] })
  const open: FileToVerify[] = []
  let openBytes = 0
  worker.on('message', (message: WorkerMessage) => {
    // It answers in the order in which it was asked.
    if (!('bytes' in message)) openBytes -= open.shift()!.size
    onMessage(message)
  })
  worker.on('error', onFailure)
  // After its last answer that is no matter any more.
  worker.on('exit', () => onFailure(new Error('a thread that verifies files has ended too early')))
  return {
    get openBytes() {
      return openBytes
    },
    send(next) {
      open.push(next)
      openBytes += next.size
      worker.postMessage(next)
    },
    end: () => worker.terminate(),
  }
}
