import { readFileSync } from 'node:fs'
import { readSettings } from '../../lib/settings/read-settings'
import type { Settings } from '../../lib/settings/settings'

/** A deployment for `terraform validate` and `plan`. */
export interface ExamplePlan {
  readonly name: string
  readonly settings: Settings
}

const EXAMPLE = new URL('../../natlens.config.example.json', import.meta.url)

const ACCOUNT_REGION = { account: '123456789012', region: 'eu-central-1' }

const gateway = (digit: string, more: object = {}) => ({
  id: `eni-0000000000000000${digit}`,
  natGatewayId: `nat-0000000000000000${digit}`,
  privateAddresses: [`10.${digit}.0.10`],
  name: `nat-${digit}`,
  ...more,
})

const vpc = (digit: string) => ({
  id: `vpc-0000000000000000${digit}`,
  name: `vpc-${digit}`,
  cidrs: [`10.${digit}.0.0/16`],
})

const principalArn = 'arn:aws:quicksight:us-east-1:123456789012:user/default/analyst'

/** The newest runtime of the oldest provider. */
const LAMBDA = { runtime: 'nodejs22.x' }

/** Deployments that provider 5.100 supports. */
export function examplePlans(): readonly ExamplePlan[] {
  return [
    {
      name: 'example',
      settings: readSettings(readFileSync(EXAMPLE, 'utf8'), {
        NATLENS_LAMBDA_RUNTIME: LAMBDA.runtime,
      }),
    },
    plan('one VPC, two zonal NAT gateways, v5', {
      vpcs: [vpc('1')],
      natGateways: [gateway('1'), gateway('2')],
    }),
    plan('three VPCs, v11, all options', {
      vpcs: [vpc('1'), vpc('2'), vpc('3')],
      natGateways: ['1', '2', '3'].map((digit) =>
        gateway(digit, { vpcId: `vpc-0000000000000000${digit}` }),
      ),
      cloudwatch: {
        logFormat: 'v11',
        fieldNames: 'parse',
        alarms: { enabled: true },
        dashboard: true,
      },
      lake: { logFormat: 'v11', prefix: 'network', archiveRetentionDays: 3650 },
      kms: { enabled: true },
      alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms',
      tags: { team: 'network' },
      quicksight: { principalArn, importMode: 'DIRECT_QUERY' },
    }),
    plan('CloudWatch alone, v2', {
      vpcs: [vpc('1')],
      natGateways: [gateway('1')],
      cloudwatch: { logFormat: 'v2' },
      lake: { enabled: false },
    }),
    plan('everything made elsewhere', {
      vpcs: [vpc('1')],
      natGateways: [gateway('1')],
      cloudwatch: { logGroupExisting: true, logGroupName: '/network/flow-logs' },
      lake: { bucketName: 'example-flow-logs', bucketExisting: true, databaseExisting: true },
    }),
  ]
}

/** Deployments that need a newer provider than 5.100. */
export function laterPlans(): readonly ExamplePlan[] {
  return [
    plan('regional NAT gateway, nodejs24.x', {
      vpcs: [vpc('1')],
      natGateways: [{ id: 'nat-0ccccccccccccccc3', regional: true, name: 'nat-r' }],
      lake: { logFormat: 'v11' },
      lambda: { runtime: 'nodejs24.x' },
    }),
  ]
}

function plan(name: string, settings: object): ExamplePlan {
  return {
    name,
    settings: readSettings(JSON.stringify({ ...ACCOUNT_REGION, lambda: LAMBDA, ...settings })),
  }
}
