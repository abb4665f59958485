import type { Wrapper } from './wrapper'

/** Text of two bytes a character, as PowerShell's `>` writes it. */
export const utf16: Wrapper = {
  name: 'UTF-16',
  unit: 'line',
  recognizes: (head) => byteOrder(head) !== undefined,
  open() {
    let decoder: InstanceType<typeof TextDecoder> | undefined
    return {
      add(bytes) {
        decoder ??= new TextDecoder(byteOrder(bytes) ?? 'utf-16le')
        return Buffer.from(decoder.decode(bytes, { stream: true }))
      },
      end: () => Buffer.from(decoder?.decode() ?? ''),
    }
  },
}

const SAMPLE_BYTES = 64

function byteOrder(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head.length < 4) return undefined
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, SAMPLE_BYTES)
  const zeros = [0, 0]
  sample.forEach((byte, index) => (zeros[index % 2]! += byte === 0 ? 1 : 0))
  const half = sample.length >> 1
  // Each character of a flow log is ASCII.
  if (zeros[1] === half && zeros[0] === 0) return 'utf-16le'
  if (zeros[0]! >= half && zeros[1] === 0) return 'utf-16be'
  return undefined
}
