import type { Engine, Notice, RemoteState, RunOptions } from '../lib/engines/engine'
import type { FileEngineModule } from '../lib/engines/engine-module'
import { grouped, humanBytes, humanDollars } from '../lib/presenters/human'
import type { Statistics } from '../lib/results/result'
import type { Given } from './command'
import { FILE_ENGINE } from './engines/engine-list'
import { engineSetup } from './engines/engine-setup'
import type { inputOptions } from './options'
import { progressBar } from './progress'
import type { Terminal } from './terminal'

export type InputArguments = Partial<Given<typeof inputOptions>>

/** Opens the engine over files; what it runs with is loaded only here. */
export async function openFiles(
  { path = [], lateness = '30m', ...args }: InputArguments,
  terminal: Terminal,
  engine: FileEngineModule = FILE_ENGINE,
): Promise<Engine> {
  const setup = engineSetup({ ...args, lateness }, path, undefined, terminal)
  return engine.open(engine.locate(setup))
}

export interface Conversation extends RunOptions {
  readonly signal: AbortSignal
  readonly onProgress: ((share: number) => void) | undefined
  readonly onState: (state: RemoteState) => void
  readonly onNotice: (notice: Notice) => void
  /** Whether the engine reported damage. */
  isDamaged(): boolean
  end(): void
}

/** What the engine says while it works, on stderr. */
export function conversation(label: string, terminal: Terminal, isVerbose = false): Conversation {
  const bar = progressBar(label, terminal)
  const said = new Set<string>()
  let damaged = false
  return {
    signal: terminal.signal,
    // Not asked for where nothing is drawn: an engine may have to count for it.
    onProgress: terminal.isTalkative ? (share) => bar.update(share) : undefined,
    onState: (state) => bar.state(state),
    onNotice: ({ kind, message, details = [] }) => {
      damaged ||= kind === 'damage'
      // A second query over the same files meets the same lines.
      if (said.has(message)) return
      said.add(message)
      terminal.say(`${kind === 'damage' ? 'warning' : 'note'}: ${message}`)
      if (isVerbose) for (const detail of details) terminal.say(`  ${detail}`)
    },
    isDamaged: () => damaged,
    end: () => bar.end(),
  }
}

/** One line of figures: files read of those found, bytes, records, unreadable lines, seconds, dollars. */
export function statisticsLine(statistics: Statistics): string {
  const { filesFound, filesRead, recordsScanned, recordsMatched, linesUnreadable } = statistics
  const { bytesRead, seconds, usd } = statistics
  const counted = (count: number | undefined, text: (figure: string) => string) =>
    count === undefined ? [] : [text(grouped(String(count)))]
  return [
    ...counted(filesRead, (read) => `read ${read} of ${grouped(String(filesFound))} files`),
    humanBytes(bytesRead),
    ...counted(recordsScanned, (records) => `${records} records`),
    ...counted(recordsMatched, (records) => `${records} matched`),
    ...counted(linesUnreadable, (lines) => `${lines} unreadable`),
    `${seconds.toFixed(2)} s`,
    ...(usd === undefined ? [] : [humanDollars(usd)]),
  ].join(', ')
}
