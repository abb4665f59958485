import type { PlainColumn } from './plain-column'
import { MAX_LINE_BYTES } from './scanner'

/** A column of lines, in plain JavaScript; few of them are equal, so that they have no dictionary. */
export function plainLines(): PlainColumn {
  let entries = Buffer.alloc(1 << 12)
  let end = 0

  return {
    get isFull() {
      return end > MAX_LINE_BYTES
    },
    addText(bytes, from, to) {
      const needed = end + 4 + to - from
      if (needed > entries.length) {
        const larger = Buffer.alloc(Math.max(entries.length * 2, needed))
        entries.copy(larger, 0, 0, end)
        entries = larger
      }
      end = entries.writeUInt32LE(to - from, end)
      bytes.copy(entries, end, from, to)
      end = needed
    },
    addNumber: refuse,
    addMissing: refuse,
    chunk: () => ({
      encoding: 'plain',
      presence: undefined,
      nullCount: 0,
      values: [entries.subarray(0, end)],
    }),
    clear: () => void (end = 0),
  }
}

function refuse(): never {
  throw new Error('a line is a text')
}
