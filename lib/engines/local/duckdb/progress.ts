export interface Progress {
  /** Sets the source of the share that is done. */
  readonly follow: (share: () => number) => void
  readonly end: () => void
}

const INTERVAL_MS = 100

/** Reports the share that is done ten times a second; it never goes back. */
export function progressTo(onProgress: ((share: number) => void) | undefined): Progress {
  if (!onProgress) return { follow: () => undefined, end: () => undefined }

  let current: () => number = () => 0
  let highest = 0
  const timer = setInterval(() => {
    highest = Math.max(highest, Math.min(1, current()))
    onProgress(highest)
  }, INTERVAL_MS)
  timer.unref()
  return {
    follow: (share) => (current = share),
    end: () => clearInterval(timer),
  }
}
