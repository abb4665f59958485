import { existsSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { InterruptedError, throwIfAborted, UserError } from '../../../errors'
import { inflatedCopies, roomIn } from './inflated-copies'
import type { TextFile } from '../file-state'
import { fileToVerify, type FileToVerify } from './file-to-verify'
import { isSystemError, verify, type Verification } from './verify'
import type { WorkerMessage, WorkerTask } from './verify-worker'

/** Verifies files, several at a time. */
export interface Verifier {
  /** Adds a file; threads begin when there are many bytes. */
  add(source: TextFile): void
  /** The result for every file that was added, by path. @throws {UserError} when a file cannot be read. */
  results(): Promise<ReadonlyMap<string, Verification>>
  /** Share of the bytes that are verified, 0 to 1. */
  progress(): number
  /** Removes the copies; nothing is written afterwards. */
  close(): Promise<void>
}

export interface VerifierOptions {
  /** Where inflated copies are put. */
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  /** The built file of the threads; without it, as in a checkout, this thread verifies all files. */
  readonly worker?: string
}

const WORKER = fileURLToPath(new URL('verify-worker.js', import.meta.url))
/** Fewer bytes are verified before a thread has started. */
const MIN_BYTES_FOR_THREADS = 3e6
const MAX_THREADS = 8
/** Bytes that wait in each thread, so that it goes on while this one is busy. */
const QUEUED_BYTES = 2e6

export function verifier({ folder, signal, worker = WORKER }: VerifierOptions): Verifier {
  const files: FileToVerify[] = []
  const found = new Map<string, Verification>()
  const threads: Thread[] = []
  const room = roomIn(folder)
  let hasBegun = false
  let next = 0
  let total = 0
  let done = 0
  let failure: Error | undefined
  let settle: () => void = () => undefined

  const onBytes = (count: number) => void (done += count)

  function begin(): void {
    hasBegun = true
    if (!existsSync(worker)) return
    const count = Math.min(availableParallelism(), MAX_THREADS)
    for (let index = 0; index < count; index++) {
      const task: WorkerTask = { folder, room, prefix: `inflated-${index}` }
      try {
        threads.push(startThread(worker, task, onMessage, fail))
      } catch {
        // The system has no more threads: fewer threads work, or this one.
        return
      }
    }
  }
  function dispatch(): void {
    for (; next < files.length; next++) {
      const [idlest] = [...threads].sort((a, b) => a.openBytes - b.openBytes)
      if (!idlest || idlest.openBytes >= QUEUED_BYTES) return
      idlest.send(files[next]!)
    }
  }
  function onMessage(message: WorkerMessage): void {
    if ('bytes' in message) return onBytes(message.bytes)
    if ('failure' in message) return fail(unreadable(message.shown, message.failure))
    found.set(message.path, message.verification)
    dispatch()
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
    // A file that cannot be removed now is removed with the folder.
    await Promise.allSettled([...copies].map(async (path) => path && unlink(path)))
  }
  const close = () => (closed ??= removeAll())

  async function runInline(): Promise<void> {
    const copies = inflatedCopies(folder, { room })
    for (; next < files.length; next++) {
      // Other work has its turn between two files.
      await new Promise((resolve) => setImmediate(resolve))
      throwIfAborted(signal)
      const file = files[next]!
      try {
        found.set(file.path, await verify(file, { onBytes, signal, copies }))
      } catch (error) {
        throwIfAborted(signal)
        throw isSystemError(error) ? unreadable(file.shown, error.message, error) : error
      }
    }
  }
  function waitForWorkers(): Promise<void> {
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
      if (!hasBegun && total >= MIN_BYTES_FOR_THREADS) begin()
      dispatch()
    },
    async results() {
      try {
        await (threads.length === 0 ? runInline() : waitForWorkers())
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
  /** Bytes of the files that it was sent and has not finished. */
  readonly openBytes: number
  send(file: FileToVerify): void
  end(): Promise<unknown>
}

function startThread(
  file: string,
  workerData: WorkerTask,
  onMessage: (message: WorkerMessage) => void,
  onFailure: (reason: Error) => void,
): Thread {
  const worker = new Worker(file, { workerData, execArgv: [] })
  const open: FileToVerify[] = []
  let openBytes = 0
  worker.on('message', (message: WorkerMessage) => {
    // Results come in the order of the files.
    if (!('bytes' in message)) openBytes -= open.shift()!.size
    onMessage(message)
  })
  worker.on('error', onFailure)
  // Harmless once its last result has arrived.
  worker.on('exit', () => onFailure(new Error('a verifier thread ended before its last file')))
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
