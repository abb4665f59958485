import { MAX_LINE_BYTES } from './line-rules'

/** Collects a line that is longer than the scanner's input; what makes it too long is only counted. */
export interface LongLine {
  readonly isOpen: boolean
  add(bytes: Uint8Array): void
  /** The line, or a little more of it than a line can have. */
  take(): Buffer
  clear(): void
}

export function longLine(): LongLine {
  let parts: Buffer[] = []
  let length = 0
  function clear(): void {
    parts = []
    length = 0
  }
  return {
    get isOpen() {
      return length > 0
    },
    add(bytes) {
      // Copies: the caller's bytes change.
      if (length <= MAX_LINE_BYTES) parts.push(Buffer.from(bytes))
      length += bytes.length
    },
    take() {
      const line = Buffer.concat(parts)
      clear()
      return line
    },
    clear,
  }
}
