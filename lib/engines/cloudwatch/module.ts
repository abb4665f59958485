import { withoutGaps } from '../../flow-log/format'
import { explainAwsError } from '../aws/aws-errors'
import { awsOptions } from '../aws/aws-options'
import { withCallNames } from '../aws/call-names'
import type { EngineSetup, RemoteEngineModule } from '../engine-module'
import type { EngineOptions } from '../engine-option'
import { parseAmount, required } from '../option-values'
import { locateLogGroups, type CloudwatchLocation } from './log-group-location'

const cloudwatchOptions = {
  'log-group': {
    type: 'string',
    array: true,
    describe: "a log group's name or ARN; repeatable",
  },
  'scan-usd-per-gb': {
    type: 'string',
    describe: 'price of a GB of 2^30 bytes scanned (default: 0.005)',
    selectsNoEngine: true,
  },
  ...awsOptions,
} as const satisfies EngineOptions

export const cloudwatchModule = {
  name: 'cloudwatch',
  title: 'CloudWatch',
  options: cloudwatchOptions,
  readsFiles: false,
  locatedBy: '--log-group',
  delivery: { service: 'CloudWatch', minutes: 5 },
  priceAction: 'logs:DescribeLogGroups',
  queryForm: { kind: 'insights-ql' },

  locate({ options, logFormat, settings, cacheFolder }: EngineSetup<typeof cloudwatchOptions>) {
    const format = logFormat && withoutGaps(logFormat)
    const location = locateLogGroups({ ...options, logFormat: format }, settings)
    const price = options.scanUsdPerGb
    return {
      ...location,
      isKnown: location.logGroups !== undefined,
      usdPerGB: price === undefined ? undefined : parseAmount('--scan-usd-per-gb', price),
      region: options.region ?? settings?.region,
      profile: options.profile,
      cacheFolder,
    }
  },

  async open({ logGroups, region, profile, ...location }: CloudwatchLocation, world) {
    const names = required('--log-group', logGroups)
    const { cloudwatchEngine } = await import('./cloudwatch-engine')
    const clients = withCallNames(await world.connectLogs(region, profile))
    return cloudwatchEngine({ ...location, logGroups: names }, { clients, waiting: world.waiting })
  },

  async estimate(location: CloudwatchLocation, question, world) {
    const { estimateCloudwatch } = await import('./estimate')
    return estimateCloudwatch(location, question, world)
  },

  explainError: explainAwsError,
} as const satisfies RemoteEngineModule<typeof cloudwatchOptions, CloudwatchLocation>
