/** Athena's price of a TB (2^40 bytes) scanned in most regions: https://aws.amazon.com/athena/pricing/ */
export const USD_PER_TB = 5

const TB = 2 ** 40
const MB = 2 ** 20
const MIN_MB = 10

/** The price of one query: bytes are rounded up to whole MB, and a query costs at least as much as 10 MB. */
export function scanUsd(bytesScanned: number, usdPerTB: number = USD_PER_TB): number {
  return (Math.max(MIN_MB, Math.ceil(bytesScanned / MB)) * MB * usdPerTB) / TB
}
