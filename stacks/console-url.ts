import type { AccountRegion } from './arn'

/** The hosts of isolated partitions are not public. */
const HOSTS: Readonly<Partial<Record<AccountRegion['partition'], string>>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
}

/** The URL of a page of a service's console. Without a known host it is only the path; `fragment` is the part after `#`. */
export function consoleUrl(
  { partition, region }: AccountRegion,
  service: string,
  fragment: string,
): string {
  const host = HOSTS[partition]
  const origin = host === undefined ? '' : `https://${region}.${host}`
  return `${origin}/${service}/home?region=${region}#${fragment}`
}
