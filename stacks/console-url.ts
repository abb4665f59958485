import type { Place } from './arn'

const HOSTS: Readonly<Record<Place['partition'], string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** A page of a service's console, in the region of the settings; `fragment` is what follows `#`. */
export function consoleUrl(
  { partition, region }: Place,
  service: string,
  fragment: string,
): string {
  return `https://${region}.${HOSTS[partition]}/${service}/home?region=${region}#${fragment}`
}
