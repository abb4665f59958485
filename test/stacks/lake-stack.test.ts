import { FORMATS } from '../../lib/flow-log/format'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { LakeStack } from '../../stacks/lake-stack'
import { exampleSettings, type Overrides } from '../settings/example-settings'
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

describe('the lake stack', () => {
  const stack = synth()

  it('logs each NAT gateway as Parquet in Hive folders by the hour, every ten minutes, without a role', () => {
    const flowLogs = Object.values(stack.all('aws_flow_log'))

    expect(flowLogs.map(({ eni_id }) => eni_id)).toEqual([
      'eni-0aaaaaaaaaaaaaaa1',
      'eni-0bbbbbbbbbbbbbbb2',
    ])
    for (const flowLog of flowLogs) {
      expect(flowLog).toMatchObject({
        log_destination_type: 's3',
        log_destination: 'arn:aws:s3:::natlens-flow-logs-123456789012-eu-central-1',
        destination_options: {
          file_format: 'parquet',
          hive_compatible_partitions: true,
          per_hour_partition: true,
        },
        max_aggregation_interval: 600,
        traffic_type: 'ALL',
      })
      expect(flowLog).not.toHaveProperty('iam_role_arn')
    }
    expect(stack.one('aws_flow_log', { eni_id: 'eni-0aaaaaaaaaaaaaaa1' })['tags']).toEqual({
      Name: 'natlens-nat-a',
    })
  })

  it('writes the log format so that Terraform reads no expression in it', () => {
    const [flowLog] = Object.values(stack.all('aws_flow_log'))

    expect(flowLog!['log_format']).toBe(FORMATS.v5.map(({ token }) => `$\${${token}}`).join(' '))
  })

  it('attaches no flow log before the policy that lets it deliver', () => {
    const [policy] = Object.keys(stack.all('aws_s3_bucket_policy')).filter((address) =>
      address.startsWith('log-bucket'),
    )

    for (const flowLog of Object.values(stack.all('aws_flow_log'))) {
      expect(flowLog['depends_on']).toEqual([`aws_s3_bucket_policy.${policy}`])
    }
  })

  it('has the fields of the format as columns and AWS’s seven keys as partition keys', () => {
    const table = stack.one('aws_glue_catalog_table', { name: 'flow_logs' })
    const { columns, location } = table['storage_descriptor'] as {
      columns: { name: string; type: string }[]
      location: string
    }

    expect(location).toBe('s3://natlens-flow-logs-123456789012-eu-central-1/AWSLogs/')
    expect(columns).toHaveLength(29)
    expect(columns.find(({ name }) => name === 'end')).toMatchObject({ type: 'bigint' })
    expect(columns.find(({ name }) => name === 'protocol')).toMatchObject({ type: 'int' })
    expect(columns.find(({ name }) => name === 'pkt_dst_aws_service')).toMatchObject({
      type: 'string',
    })
    expect(table['partition_keys']).toEqual(
      ['aws-account-id', 'aws-service', 'aws-region', 'year', 'month', 'day', 'hour'].map(
        (name) => ({ name, type: 'string' }),
      ),
    )
    expect(table['parameters']).toEqual({ EXTERNAL: 'TRUE', classification: 'parquet' })
  })

  it('tells each function what it reads from its environment', () => {
    const environment = (name: string) =>
      stack.one('aws_lambda_function', { function_name: name })['environment']
    const table = { LAKE_DATABASE: 'natlens', LAKE_TABLE: 'flow_logs', RETENTION_DAYS: '7' }
    const origins = { ACCOUNT_IDS: '123456789012', REGIONS: 'eu-central-1' }

    expect(environment('natlens-add-partitions')).toEqual({
      variables: { ...table, ...origins, DAYS_AHEAD: '2' },
    })
    expect(environment('natlens-delete-partitions')).toEqual({ variables: table })
    expect(environment('natlens-archive')).toEqual({
      variables: {
        ...table,
        ...origins,
        LAKE_WORKGROUP: 'natlens',
        ARCHIVE_BUCKET: 'natlens-archive-123456789012-eu-central-1',
      },
    })
  })

  it('gives one number of days to the lifecycle of the logs and to the functions', () => {
    const month = synth({ lake: { retentionDays: 30 } })
    const [lifecycle] = Object.entries(month.all('aws_s3_bucket_lifecycle_configuration')).filter(
      ([address]) => address.startsWith('log-bucket'),
    )

    expect(lifecycle![1]['rule']).toContainEqual({
      id: 'retention',
      status: 'Enabled',
      filter: [{ prefix: 'AWSLogs/' }],
      expiration: [{ days: 30 }],
    })
    const days = Object.values(month.all('aws_lambda_function')).map(
      ({ environment }) =>
        (environment as { variables: Record<string, string> }).variables['RETENTION_DAYS'],
    )
    expect(days).toEqual(['30', '30', '30'])
  })

  it('says where things are', () => {
    const values = Object.entries(stack.outputs).map(([name, { value }]) => [name, value])

    expect(Object.fromEntries(values)).toEqual({
      log_bucket: 'natlens-flow-logs-123456789012-eu-central-1',
      table: 'natlens.flow_logs',
      view: 'natlens.nat_legs',
      workgroup: 'natlens',
      saved_queries_url:
        'https://eu-central-1.console.aws.amazon.com/athena/home?region=eu-central-1#/query-editor/saved-queries',
      archive_csv: 's3://natlens-archive-123456789012-eu-central-1/DATE/DATE.csv',
      archive_table: 'natlens.daily_top_100',
      next_command: 'natlens partitions list',
    })
  })

  it('leaves nothing to Terraform’s templates but what was meant', () => {
    const expressions = [...stack.text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, text]) => text!)
    const meant =
      /^(aws_[a-z0-9_]+\.[A-Za-z0-9_-]+\.[a-z_]+|formatdate\(\\+"YYYY-MM-DD\\+", plantimestamp\(\)\))$/

    expect(expressions.length).toBeGreaterThan(20)
    expect(expressions.filter((expression) => !meant.test(expression))).toEqual([])
    expect(stack.text).not.toContain('%{')
  })
})
