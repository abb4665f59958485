import type { Terminal } from './terminal'

const SILENT_MILLISECONDS = 1000
const WIDTH = 30

export interface ProgressBar {
  /** Draws the share that is done, 0 to 1. */
  update(share: number): void
  /** Takes the bar away. */
  end(): void
}

/** A bar on stderr for what takes longer than a second; nothing at all where stderr is no terminal. */
export function progressBar(label: string, terminal: Terminal): ProgressBar {
  const start = terminal.now().getTime()
  let drawn = ''
  return {
    update(share) {
      if (!terminal.isTalkative || terminal.now().getTime() - start < SILENT_MILLISECONDS) return
      const line = bar(label, Math.min(1, Math.max(0, share)))
      if (line !== drawn) terminal.progress(line)
      drawn = line
    },
    end() {
      terminal.progress(undefined)
    },
  }
}

function bar(label: string, share: number): string {
  const full = Math.floor(share * WIDTH)
  const percent = String(Math.floor(share * 100)).padStart(3)
  return `${label} [${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${percent} %`
}
