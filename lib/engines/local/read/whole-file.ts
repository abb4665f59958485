import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Reads whole files into one buffer: for thousands of small ones new buffers would cost more than the reading. */
interface WholeFile {
  /** The bytes of a file, until the next call. */
  read(path: string): Buffer
}

export function wholeFile(): WholeFile {
  let buffer = Buffer.allocUnsafe(1 << 16)
  return {
    read(path) {
      const file = openSync(path, 'r')
      try {
        const { size } = fstatSync(file)
        if (size > buffer.length) buffer = Buffer.allocUnsafe(Math.max(size, buffer.length * 2))
        let length = 0
        for (let count; length < size; length += count) {
          count = readSync(file, buffer, length, size - length, null)
          if (count === 0) break
        }
        return buffer.subarray(0, length)
      } finally {
        closeSync(file)
      }
    },
  }
}
