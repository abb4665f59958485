import { FORMATS } from '../../lib/flow-log/format'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { LakeStack } from '../../stacks/lake-stack'
import { EXAMPLE_VPC, exampleSettings, type Overrides } from '../settings/example-settings'
import { fakeBundler, synthStack } from './synth-stack'

const catalogue = loadCatalogue()

function synth(overrides: Overrides = {}) {
  let notes: readonly string[] = []
  const stack = synthStack((app) => {
    const lake = new LakeStack(app, exampleSettings(overrides), catalogue, fakeBundler)
    notes = lake.notes
    return lake
  })
  return { ...stack, notes }
}

describe('the provider that the lake stack asks for', () => {
  const version = (overrides: Overrides) =>
    (synth(overrides).terraform['required_providers'] as { aws: { version: string } }).aws.version

  it('knows the runtime', () => {
    expect(version({})).toBe('>= 6.19.0, < 7.0.0')
    expect(version({ lambda: { runtime: 'nodejs22.x' } })).toBe('>= 5.100.0, < 7.0.0')
  })

  it('knows regional NAT gateways', () => {
    const regional = synth({ lake: { targets: [REGIONAL] } })

    expect(version({ lake: { targets: [REGIONAL] } })).toBe('>= 6.25.0, < 7.0.0')
    expect(regional.one('aws_flow_log')['regional_nat_gateway_id']).toBe('nat-0ccccccccccccccc3')
  })

  it('is all that the runtime changes', () => {
    const text = (runtime: 'nodejs22.x' | 'nodejs24.x') => synth({ lambda: { runtime } }).text

    expect(
      text('nodejs24.x')
        .replaceAll('nodejs24.x', 'nodejs22.x')
        .replace('>= 6.19.0, < 7.0.0', '>= 5.100.0, < 7.0.0'),
    ).toBe(text('nodejs22.x'))
  })
})

describe('a lake with other settings', () => {
  it('logs whole VPCs, under a prefix', () => {
    const stack = synth({
      lake: { targets: [{ kind: 'vpc', vpc: EXAMPLE_VPC }], prefix: 'network/logs' },
    })

    expect(stack.one('aws_flow_log')).toMatchObject({
      vpc_id: 'vpc-0a1b2c3d4e5f60718',
      log_destination: 'arn:aws:s3:::natlens-flow-logs-123456789012-eu-central-1/network/logs/',
    })
    const table = stack.one('aws_glue_catalog_table', { name: 'flow_logs' })
    expect(table['storage_descriptor']).toMatchObject({
      location: 's3://natlens-flow-logs-123456789012-eu-central-1/network/logs/AWSLogs/',
    })
    expect(stack.text).toContain(
      'arn:aws:s3:::natlens-flow-logs-123456789012-eu-central-1/network/logs/AWSLogs/aws-account-id=123456789012/*',
    )
  })

  it('looks up the interface of a NAT gateway that is known by its own id', () => {
    const stack = synth({
      lake: {
        targets: [
          {
            kind: 'nat-gateway',
            natGateway: {
              kind: 'zonal',
              natGatewayId: 'nat-0ddddddddddddddd4',
              name: 'nat-d',
              vpcId: undefined,
              privateAddresses: [],
            },
          },
        ],
      },
    })
    const [address] = Object.keys(stack.data['aws_nat_gateway']!)

    expect(stack.data['aws_nat_gateway']![address!]).toEqual({ id: 'nat-0ddddddddddddddd4' })
    expect(stack.one('aws_flow_log')['eni_id']).toBe(
      `\${data.aws_nat_gateway.${address}.network_interface_id}`,
    )
  })

  it('neither makes nor changes a bucket and a database that are there', () => {
    const stack = synth({
      lake: { bucketExisting: true, bucketName: 'our-logs', databaseExisting: true },
    })

    expect(stack.all('aws_glue_catalog_database')).toEqual({})
    expect(Object.keys(stack.all('aws_s3_bucket'))).toHaveLength(1)
    expect(stack.one('aws_s3_bucket')['bucket']).toBe('natlens-archive-123456789012-eu-central-1')
    for (const flowLog of Object.values(stack.all('aws_flow_log'))) {
      expect(flowLog['log_destination']).toBe('arn:aws:s3:::our-logs')
      expect(flowLog['depends_on']).toEqual([])
    }
  })

  it('encrypts everything with one key where the settings ask for it', () => {
    const stack = synth({ kms: { enabled: true } })
    const [address] = Object.keys(stack.all('aws_kms_key'))
    const arn = `\${aws_kms_key.${address}.arn}`

    const encryptions = Object.values(
      stack.all('aws_s3_bucket_server_side_encryption_configuration'),
    )
    expect(encryptions).toHaveLength(2)
    for (const { rule } of encryptions) {
      expect(rule).toEqual([
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: 'aws:kms',
            kms_master_key_id: arn,
          },
          bucket_key_enabled: true,
        },
      ])
    }
    for (const group of Object.values(stack.all('aws_cloudwatch_log_group'))) {
      expect(group['kms_key_id']).toBe(arn)
    }
    expect(stack.one('aws_athena_workgroup')['configuration']).toMatchObject({
      result_configuration: {
        encryption_configuration: { encryption_option: 'SSE_KMS', kms_key_arn: arn },
      },
    })
  })

  it('with the default format has no view and no archive, and says so', () => {
    const stack = synth({ lake: { logFormat: FORMATS.v2 } })

    expect(Object.values(stack.all('aws_glue_catalog_table')).map(({ name }) => name)).toEqual([
      'flow_logs',
    ])
    expect(
      Object.values(stack.all('aws_lambda_function')).map(({ function_name }) => function_name),
    ).toEqual(['natlens-add-partitions', 'natlens-delete-partitions'])
    expect(stack.notes).toContain(
      'flow_logs: skipped nat/conversations: the log format lacks pktSrcAddr, pktDstAddr',
    )
    expect(stack.notes).toContain(
      'flow_logs: skipped the view nat_legs: the log format cannot answer nat/legs',
    )
    expect(stack.notes).toContain(
      'flow_logs: skipped the archive: the log format cannot answer its queries',
    )
    expect(stack.outputs).not.toHaveProperty('view')
    expect(stack.outputs).not.toHaveProperty('archive_csv')
  })

  it('runs add-partitions when it is applied, once a day, unless told not to', () => {
    const address = Object.keys(synth().all('aws_glue_catalog_table')).find((each) =>
      each.startsWith('table_'),
    )

    expect(synth().one('aws_lambda_invocation')).toMatchObject({
      input: '{"date":"${formatdate("YYYY-MM-DD", plantimestamp())}"}',
      depends_on: [`aws_glue_catalog_table.${address}`],
    })
    expect(synth({ lake: { addPartitionsOnApply: false } }).all('aws_lambda_invocation')).toEqual(
      {},
    )
  })
})

const REGIONAL = {
  kind: 'nat-gateway',
  natGateway: {
    kind: 'regional',
    natGatewayId: 'nat-0ccccccccccccccc3',
    name: 'nat-c',
    vpcId: EXAMPLE_VPC.id,
    privateAddresses: [],
  },
} as const
