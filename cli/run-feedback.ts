import type { Notice } from '../lib/results/notice'
import type { RemoteState, RunOptions } from '../lib/engines/engine'
import { progressBar } from './progress'
import type { Terminal } from './terminal'

/** Shows progress and notices of a run on stderr; passed to an engine as its options. */
export interface RunFeedback extends RunOptions {
  readonly signal: AbortSignal
  readonly onProgress: ((share: number) => void) | undefined
  readonly onState: (state: RemoteState) => void
  readonly onNotice: (notice: Notice) => void
  /** Whether a notice reported damage. */
  isDamaged(): boolean
  /** The notices so far, each once. */
  notices(): readonly Notice[]
  /** Removes the progress from the terminal. */
  end(): void
}

/** @param isVerbose whether the details of notices are printed. */
export function runFeedback(label: string, terminal: Terminal, isVerbose = false): RunFeedback {
  const bar = progressBar(label, terminal)
  const printed = new Map<string, Notice>()
  let damaged = false
  return {
    signal: terminal.signal,
    // Undefined where nothing is drawn: counting progress costs an engine time.
    onProgress: terminal.isStderrTerminal ? (share) => bar.update(share) : undefined,
    onState: (state) => bar.state(state),
    onNotice: (notice) => {
      const { kind, message, details = [] } = notice
      damaged ||= kind === 'damage'
      // A second query over the same files has the same notices.
      if (printed.has(message)) return
      printed.set(message, notice)
      terminal.say(`${kind === 'damage' ? 'warning' : 'note'}: ${message}`)
      if (isVerbose) for (const detail of details) terminal.say(`  ${detail}`)
    },
    isDamaged: () => damaged,
    notices: () => [...printed.values()],
    end: () => bar.end(),
  }
}
