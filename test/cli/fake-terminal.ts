import { Readable } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Layout } from '../../lib/presenters/presenter'
import type { Terminal } from '../../cli/terminal'

export interface FakeTerminal extends Terminal {
  /** The data printed so far. */
  readonly stdout: () => string
  /** The messages so far. */
  readonly stderr: () => string
  /** Ends the program: runs what waits for it. */
  readonly exit: () => void
  /** Lines of progress; undefined where it was removed. */
  readonly progressLines: readonly (string | undefined)[]
}

export interface FakeWorld {
  readonly folder?: string
  readonly input?: string
  /** The line that answers a question. */
  readonly answer?: string
  readonly isInputTerminal?: boolean
  readonly isStderrTerminal?: boolean
  readonly layout?: Layout
  readonly environment?: Readonly<Record<string, string>>
  readonly now?: () => Date
}

/** A terminal that records its output, at noon of the sample day. */
export function fakeTerminal(world: FakeWorld = {}): FakeTerminal {
  let out = ''
  let messages = ''
  const progressLines: (string | undefined)[] = []
  const exits: (() => void)[] = []
  return {
    environment: world.environment ?? { XDG_CACHE_HOME: join(tmpdir(), 'natlens-test-cache') },
    platform: 'linux',
    folder: world.folder ?? '.',
    layout: world.layout ?? {},
    isStderrTerminal: world.isStderrTerminal ?? false,
    isInputTerminal: world.isInputTerminal ?? false,
    signal: new AbortController().signal,
    now: world.now ?? (() => new Date('2026-03-14T12:00:00Z')),
    print: (text) => {
      out += text
      return Promise.resolve()
    },
    say: (line) => {
      messages += `${line}\n`
    },
    progress: (line) => {
      progressLines.push(line)
    },
    readInput: () => Promise.resolve(world.input ?? ''),
    stdin: Readable.from([Buffer.from(world.input ?? '')]),
    ask: (question) => {
      messages += `${question}\n`
      return Promise.resolve(world.answer ?? '')
    },
    atExit: (work) => void exits.push(work),
    exit: () => exits.forEach((work) => work()),
    stdout: () => out,
    stderr: () => messages,
    progressLines,
  }
}
