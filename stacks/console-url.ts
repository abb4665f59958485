import type { AccountRegion } from './arn'

/** The hosts of isolated partitions are not public. */
const HOSTS: Readonly<Partial<Record<AccountRegion['partition'], string>>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
}

/** A page of a service's console, in the region of the settings, from the path on where the host is not known; `fragment` is what follows `#`. */
export function consoleUrl(
  { partition, region }: AccountRegion,
  service: string,
  fragment: string,
): string {
  const host = HOSTS[partition]
  const origin = host === undefined ? '' : `https://${region}.${host}`
  return `${origin}/${service}/home?region=${region}#${fragment}`
}
