/** Dollars for a GET request of S3 in most regions: https://aws.amazon.com/s3/pricing/ */
export const USD_PER_GET = 0.0004 / 1000
