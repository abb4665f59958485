import type { Layout } from '../../lib/presenters/presenter'
import type { Terminal } from '../../cli/terminal'

export interface FakeTerminal extends Terminal {
  /** What was printed so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Lines of progress; undefined where it was taken away. */
  readonly progressLines: readonly (string | undefined)[]
}

export interface FakeWorld {
  readonly folder?: string
  readonly input?: string
  readonly isInputTerminal?: boolean
  readonly isTalkative?: boolean
  readonly layout?: Layout
  readonly environment?: Readonly<Record<string, string>>
  readonly now?: () => Date
}

/** A terminal that remembers, at noon of the sample day. */
export function fakeTerminal(world: FakeWorld = {}): FakeTerminal {
  let out = ''
  let talk = ''
  const progressLines: (string | undefined)[] = []
  return {
    environment: world.environment ?? {},
    platform: 'linux',
    folder: world.folder ?? '.',
    layout: world.layout ?? {},
    isTalkative: world.isTalkative ?? false,
    isInputTerminal: world.isInputTerminal ?? false,
    signal: new AbortController().signal,
    now: world.now ?? (() => new Date('2026-03-14T12:00:00Z')),
    print: (text) => {
      out += text
      return Promise.resolve()
    },
    say: (line) => {
      talk += `${line}\n`
    },
    progress: (line) => {
      progressLines.push(line)
    },
    readInput: () => Promise.resolve(world.input ?? ''),
    stdout: () => out,
    stderr: () => talk,
    progressLines,
  }
}
