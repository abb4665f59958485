import { partitionOf, PARTITIONS, REGION } from '../../lib/flow-log/region'

const REGIONS = {
  'eu-west-1': 'aws',
  'ap-southeast-7': 'aws',
  'mx-central-1': 'aws',
  'us-east-12': 'aws',
  'cn-northwest-1': 'aws-cn',
  'us-gov-west-1': 'aws-us-gov',
  'eusc-de-east-1': 'aws-eusc',
  'us-iso-east-1': 'aws-iso',
  'us-isob-west-1': 'aws-iso-b',
  'eu-isoe-west-1': 'aws-iso-e',
  'us-isof-south-1': 'aws-iso-f',
} as const

it.each(Object.entries(REGIONS))('%s is a region of %s', (region, partition) => {
  expect(region).toMatch(REGION)
  expect(partitionOf(region)).toBe(partition)
})

it('has a region of every partition above', () => {
  expect([...new Set(Object.values(REGIONS))]).toEqual(PARTITIONS)
})

it.each(['Ireland', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu_west_1', 'europe-west-1', '', '-'])(
  '`%s` is none',
  (text) => {
    expect(text).not.toMatch(REGION)
  },
)
