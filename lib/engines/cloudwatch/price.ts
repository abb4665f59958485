/** CloudWatch's price of a GB (2^30 bytes) scanned in most regions of America and Europe: https://aws.amazon.com/cloudwatch/pricing/ */
export const USD_PER_GB = 0.005

const GB = 2 ** 30

/** The price of scanning uncompressed records. */
export function scanUsd(bytesScanned: number, usdPerGB: number = USD_PER_GB): number {
  return (bytesScanned * usdPerGB) / GB
}
