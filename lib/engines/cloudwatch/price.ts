/** What CloudWatch asks for a GB (2^30 bytes) scanned in most regions of America and Europe: https://aws.amazon.com/cloudwatch/pricing/ */
export const USD_PER_GB = 0.005

const GB = 2 ** 30

/** The price of scanning records, whose bytes count as they came. */
export function scanUsd(bytesScanned: number, usdPerGB: number = USD_PER_GB): number {
  return (bytesScanned * usdPerGB) / GB
}
