import { setMaxListeners } from 'node:events'
import { visible } from '../lib/visible'
import { InterruptedError, UserError } from '../lib/errors'
import type { Layout } from '../lib/presenters/presenter'

/** The outside world of a command. stdout is data, stderr is talk. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  /** The current folder. */
  readonly folder: string
  /** What stdout is: `width` only on a terminal. */
  readonly layout: Layout
  /** Whether stderr is a terminal: progress and statistics are for people. */
  readonly isTalkative: boolean
  readonly isInputTerminal: boolean
  /** Aborted by the first Ctrl-C, or when the terminal is closed; until it is asked for, they end the program at once. */
  readonly signal: AbortSignal
  now(): Date
  /** Writes to stdout and waits while the reader is slow. @throws {ClosedOutput} once the reader is gone. */
  print(text: string): Promise<void>
  /** Writes a line to stderr. */
  say(line: string): void
  /** Replaces the line of progress on stderr; undefined takes it away. */
  progress(line: string | undefined): void
  readInput(): Promise<string>
}

/** Nobody reads stdout any more, as after `| head`: the program ends quietly. */
export class ClosedOutput extends Error {
  override readonly name = 'ClosedOutput'
}

const CLEAR_LINE = '\r\u001b[K'

/** The terminal, pipes or files that the program was started with. */
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
    get isTalkative() {
      return stderr.isTTY
    },
    get isInputTerminal() {
      return stdin.isTTY
    },
    get signal() {
      controller ??= catchInterrupts()
      return controller.signal
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
      // File names and queries are text of strangers too.
      stderr.write(`${line.split('\n').map(visible).join('\n')}\n`)
    },
    progress: (line) => {
      if (line === undefined) return clear()
      stderr.write(`${CLEAR_LINE}${visible(line)}`)
      hasProgress = true
    },
    readInput: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
  }
}

/** Keeps a closed pipe from ending the program with a stack trace; {@link Terminal.print} tells the caller. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

export function setExitCode(code: number): void {
  process.exitCode = code
}

/** What stops the work, and the exit status that tells so: 128 and the signal's number, as shells count. */
const STOPPING = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
type Stopping = keyof typeof STOPPING

let endedBy: Stopping | undefined

/** The exit status of a program that a signal has ended. */
export function interruptionExitCode(): number {
  return STOPPING[endedBy ?? 'SIGINT']
}

export function commandLine(): readonly string[] {
  return process.argv.slice(2)
}

function outputError(error: Error & { code?: string }): Error {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return new ClosedOutput()
  return new UserError(`standard output cannot be written: ${error.message}`, { cause: error })
}

function catchInterrupts(): AbortController {
  const controller = new AbortController()
  // Every call under way listens, and many are.
  setMaxListeners(0, controller.signal)
  const interrupt = (signal: Stopping) => {
    endedBy ??= signal
    // The kernel and the shell both tell that a terminal is closed: only what someone does a second time is impatience.
    if (controller.signal.aborted && signal !== 'SIGHUP') process.exit(interruptionExitCode())
    controller.abort(new InterruptedError('interrupted'))
  }
  for (const signal of Object.keys(STOPPING) as Stopping[])
    process.on(signal, () => interrupt(signal))
  return controller
}
