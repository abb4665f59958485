export interface Progress {
  /** Tells from now on where the share that is done comes from. */
  readonly follow: (share: () => number) => void
  readonly end: () => void
}

const MILLISECONDS = 100

/** Reports the share that is done ten times a second; it never goes back. */
export function progressTo(onProgress: ((share: number) => void) | undefined): Progress {
  if (!onProgress) return { follow: () => undefined, end: () => undefined }

  let current: () => number = () => 0
  let highest = 0
  const timer = setInterval(() => {
    highest = Math.max(highest, Math.min(1, current()))
    onProgress(highest)
  }, MILLISECONDS)
  timer.unref()
  return {
    follow: (share) => (current = share),
    end: () => clearInterval(timer),
  }
}
