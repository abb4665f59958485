import { groupDigits } from './count-text'

const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** Bytes in powers of 1,000: `999 B`, `1.50 kB`, `1.23 GB`. */
export function humanBytes(bytes: number): string {
  if (Math.abs(bytes) < 1000) return `${Math.round(bytes)} B`

  let value = bytes
  let unit: string = 'B'
  for (const next of BYTE_UNITS) {
    // 999,999 bytes round to 1.00 MB, not to 1000.00 kB.
    if (Math.abs(value) < 999.995) break
    value /= 1000
    unit = next
  }
  return `${groupDigits(value.toFixed(2))} ${unit}`
}
