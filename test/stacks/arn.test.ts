import { arn, logsService } from '../../stacks/arn'
import { consoleUrl } from '../../stacks/console-url'

const account = '123456789012'

it.each([
  ['aws', 'eu-west-1', 'logs.eu-west-1.amazonaws.com'],
  ['aws-us-gov', 'us-gov-west-1', 'logs.us-gov-west-1.amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'logs.cn-north-1.amazonaws.com.cn'],
  ['aws-iso', 'us-iso-east-1', 'logs.us-iso-east-1.c2s.ic.gov'],
] as const)('names CloudWatch Logs as a principal of %s', (partition, region, service) => {
  expect(logsService({ partition, region })).toBe(service)
})

it('writes the ARNs and the console of the European Sovereign Cloud', () => {
  const accountRegion = { partition: 'aws-eusc', region: 'eusc-de-east-1', account } as const

  expect(arn(accountRegion, 'sqs', 'queue')).toBe(
    'arn:aws-eusc:sqs:eusc-de-east-1:123456789012:queue',
  )
  expect(consoleUrl(accountRegion, 'athena', '/x')).toBe(
    'https://eusc-de-east-1.console.amazonaws-eusc.eu/athena/home?region=eusc-de-east-1#/x',
  )
})

it('tells the page alone where the console of a partition is not public', () => {
  const accountRegion = { partition: 'aws-iso', region: 'us-iso-east-1', account } as const

  expect(consoleUrl(accountRegion, 'athena', '/x')).toBe('/athena/home?region=us-iso-east-1#/x')
})
