/** What the code of a region looks like, in every partition of AWS: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/

/** The prefixes of the regions of each partition; all other regions are in `aws`. */
const BEGINNINGS = {
  'aws-cn': 'cn-',
  'aws-us-gov': 'us-gov-',
  'aws-eusc': 'eusc-',
  'aws-iso': 'us-iso-',
  'aws-iso-b': 'us-isob-',
  'aws-iso-e': 'eu-isoe-',
  'aws-iso-f': 'us-isof-',
} as const

/** First part of every ARN: `arn:<partition>:…`. */
export type Partition = 'aws' | keyof typeof BEGINNINGS

const OTHERS = Object.keys(BEGINNINGS) as Exclude<Partition, 'aws'>[]

export const PARTITIONS: readonly Partition[] = ['aws', ...OTHERS]

/**
 * The partition that a region is in.
 *
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(region: string): Partition {
  return OTHERS.find((partition) => region.startsWith(BEGINNINGS[partition])) ?? 'aws'
}
