import { countText } from '../lib/count-text'
import type { RemoteState } from '../lib/engines/engine'
import { humanBytes } from '../lib/human-bytes'
import { humanDollars } from '../lib/presenters/human'
import type { Terminal } from './terminal'

const SHOW_AFTER_MS = 1000
const BAR_WIDTH = 30

export interface ProgressBar {
  /** Draws the share that is done, 0 to 1. */
  update(share: number): void
  /** Shows the state of a remote query instead of a bar. */
  state(state: RemoteState): void
  /** Removes the bar. */
  end(): void
}

/** A bar on stderr for work that takes longer than a second; no bar when stderr is not a terminal. */
export function progressBar(label: string, terminal: Terminal): ProgressBar {
  const start = terminal.now().getTime()
  let drawn = ''
  let remote: RemoteState | undefined
  let percent: number | undefined
  const draw = (line: (seconds: number) => string) => {
    const passed = terminal.now().getTime() - start
    if (!terminal.isStderrTerminal || passed < SHOW_AFTER_MS) return
    const text = line(Math.floor(passed / 1000))
    if (text !== drawn) terminal.progress(text)
    drawn = text
  }
  const drawState = (state: RemoteState) =>
    draw((seconds) => stateLine(label, state, percent, seconds))
  return {
    update(share) {
      const done = Math.min(1, Math.max(0, share))
      percent = Math.floor(done * 100)
      if (remote) drawState(remote)
      else draw(() => bar(label, done))
    },
    state(state) {
      remote = state
      drawState(state)
    },
    end() {
      terminal.progress(undefined)
    },
  }
}

/** `nat/talkers: Running 45 %, 1,234 records, 1.20 MB, 12 s, $0.01` */
function stateLine(
  label: string,
  { state, recordsScanned, bytesScanned, usd }: RemoteState,
  percent: number | undefined,
  seconds: number,
): string {
  return [
    `${label}: ${state}${percent === undefined ? '' : ` ${percent} %`}`,
    ...(recordsScanned === undefined ? [] : [countText(recordsScanned, 'record')]),
    ...(bytesScanned === undefined ? [] : [humanBytes(bytesScanned)]),
    `${countText(seconds)} s`,
    ...(usd === undefined ? [] : [humanDollars(usd)]),
  ].join(', ')
}

function bar(label: string, share: number): string {
  const full = Math.floor(share * BAR_WIDTH)
  const percent = String(Math.floor(share * 100)).padStart(3)
  return `${label} [${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${percent} %`
}
