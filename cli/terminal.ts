import { setMaxListeners } from 'node:events'
import { visible } from '../lib/visible'
import { InterruptedError, throwIfAborted, UserError } from '../lib/errors'
import type { Layout } from '../lib/presenters/presenter'

/** The streams and environment of a command: stdout is for data, stderr for messages. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  /** The current folder. */
  readonly folder: string
  /** Of stdout; `width` is set only on a terminal. */
  readonly layout: Layout
  /** Whether stderr is a terminal, which shows progress and statistics. */
  readonly isStderrTerminal: boolean
  readonly isInputTerminal: boolean
  /** Aborted by the first Ctrl-C, or when the terminal closes. Both end the program at once until this is first read. */
  readonly signal: AbortSignal
  now(): Date
  /** Writes to stdout and waits for a slow reader. @throws {ClosedOutput} when the reader is gone. */
  print(text: string): Promise<void>
  /** Writes a line to stderr. */
  say(line: string): void
  /** Replaces the line of progress on stderr; undefined removes it. */
  progress(line: string | undefined): void
  readInput(): Promise<string>
  /** For data that is read as it comes. */
  readonly stdin: NodeJS.ReadableStream
  /** Asks on stderr and reads a line of stdin; empty when stdin ends. */
  ask(question: string): Promise<string>
  /** Runs `work` when the program ends, in any way but a kill. */
  atExit(work: () => void): void
}

/** The reader of stdout is gone, as after `| head`: the program ends without a message. */
export class ClosedOutput extends Error {
  override readonly name = 'ClosedOutput'
}

const CLEAR_LINE = '\r\u001b[K'

/** The streams that the program was started with. */
export const processTerminal: Terminal = createTerminal(process)

/** A terminal over the streams of a process. */
export function createTerminal({
  stdin,
  stdout,
  stderr,
  env,
  platform,
}: Pick<typeof process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'platform'>): Terminal {
  let controller: AbortController | undefined
  let hasProgress = false
  const clear = () => {
    if (hasProgress) stderr.write(CLEAR_LINE)
    hasProgress = false
  }

  const signal = () => (controller ??= catchInterrupts()).signal

  return {
    environment: env,
    platform,
    get folder() {
      return process.cwd()
    },
    get layout() {
      if (!stdout.isTTY) return {}
      return { width: stdout.columns || 80, color: !env.NO_COLOR && env.TERM !== 'dumb' }
    },
    get isStderrTerminal() {
      return stderr.isTTY
    },
    get isInputTerminal() {
      return stdin.isTTY
    },
    get signal() {
      return signal()
    },
    now: () => new Date(),
    print: (text) => {
      clear()
      return new Promise((resolve, reject) => {
        stdout.write(text, (error) => {
          if (error) reject(outputError(error))
          else resolve()
        })
      })
    },
    say: (line) => {
      clear()
      // File names and queries may hold control characters.
      stderr.write(`${line.split('\n').map(visible).join('\n')}\n`)
    },
    progress: (line) => {
      if (line === undefined) return clear()
      stderr.write(`${CLEAR_LINE}${visible(line)}`)
      hasProgress = true
    },
    stdin,
    readInput: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
    ask: (question) => {
      clear()
      return askLine(question, stdin, stderr, signal())
    },
    atExit: (work) => void process.on('exit', work),
  }
}

/** Keeps a closed pipe from ending the program with a stack trace; {@link Terminal.print} throws instead. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

export function setExitCode(code: number): void {
  process.exitCode = code
}

/** The signals that stop a command, with their exit statuses: 128 and the signal's number, as in shells. */
const STOP_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
type StopSignal = keyof typeof STOP_SIGNALS

let endedBy: StopSignal | undefined

/** The exit status after a signal. */
export function interruptionExitCode(): number {
  return STOP_SIGNALS[endedBy ?? 'SIGINT']
}

export function commandLine(): readonly string[] {
  return process.argv.slice(2)
}

/** Reads a line; without the signal, readline would wait for it after Ctrl-C. */
async function askLine(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<string> {
  const { createInterface } = await import('node:readline')
  throwIfAborted(signal)
  const lines = createInterface({ input, terminal: false, signal })
  output.write(question)
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(''))
    })
  } finally {
    lines.close()
    throwIfAborted(signal)
  }
}

function outputError(error: Error & { code?: string }): Error {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return new ClosedOutput()
  return new UserError(`Cannot write to standard output: ${error.message}`, { cause: error })
}

function catchInterrupts(): AbortController {
  const controller = new AbortController()
  // Each pending call adds a listener; Node warns beyond 10.
  setMaxListeners(0, controller.signal)
  const interrupt = (signal: StopSignal) => {
    endedBy ??= signal
    // SIGHUP can arrive twice, from the kernel and the shell; only a second Ctrl-C or SIGTERM forces an exit.
    if (controller.signal.aborted && signal !== 'SIGHUP') process.exit(interruptionExitCode())
    controller.abort(new InterruptedError('interrupted'))
  }
  for (const signal of Object.keys(STOP_SIGNALS) as StopSignal[])
    process.on(signal, () => interrupt(signal))
  return controller
}
