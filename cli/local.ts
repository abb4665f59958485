import type { Engine, Notice, RemoteState, RunOptions } from '../lib/engines/engine'
import { UsageError } from '../lib/errors'
import { parseFormat } from '../lib/flow-log/format'
import { grouped, humanBytes, humanDollars } from '../lib/presenters/human'
import type { Statistics } from '../lib/results/result'
import { cacheFolder } from './cache-folder'
import type { Given } from './command'
import { parseSeconds, type inputOptions } from './options'
import { progressBar } from './progress'
import type { Terminal } from './terminal'

export type InputArguments = Partial<Given<typeof inputOptions>>

/** The engine over the files that the command line names; DuckDB is loaded only here. */
export async function openLocal(
  { path = [], logFormat, lateness = '30m', noCache = false }: InputArguments,
  terminal: Terminal,
): Promise<Engine> {
  if (path.length === 0) {
    throw new UsageError('no flow logs are named', {
      help: '--path FILE, FOLDER or GLOB names them; `natlens sample --out DIR` writes some to try',
    })
  }
  const latenessSeconds = parseSeconds('--lateness', lateness)

  const { localEngine } = await import('../lib/engines/local/local-engine')
  return localEngine({
    paths: path,
    logFormat: logFormat === undefined ? undefined : parseFormat(logFormat),
    latenessSeconds,
    cacheFolder: noCache ? undefined : cacheFolder(terminal),
  })
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
export function conversation(label: string, terminal: Terminal): Conversation {
  const bar = progressBar(label, terminal)
  const said = new Set<string>()
  let damaged = false
  return {
    signal: terminal.signal,
    // Not asked for where nothing is drawn: an engine may have to count for it.
    onProgress: terminal.isTalkative ? (share) => bar.update(share) : undefined,
    onState: (state) => bar.state(state),
    onNotice: ({ kind, message }) => {
      damaged ||= kind === 'damage'
      // A second query over the same files meets the same lines.
      if (said.has(message)) return
      said.add(message)
      terminal.say(`${kind === 'damage' ? 'warning' : 'note'}: ${message}`)
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
