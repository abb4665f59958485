import { LakeFunctions } from '../../../stacks/constructs/lake-functions'
import { lakeJobs } from '../../../stacks/lake-jobs'
import { exampleSettings, type Overrides } from '../../settings/example-settings'
import { synthConstruct } from '../synth-construct'

function synth(overrides: Overrides = {}) {
  const settings = exampleSettings(overrides)
  return synthConstruct(
    (scope) =>
      new LakeFunctions(scope, 'functions', {
        settings,
        jobs: lakeJobs(settings, undefined).map((job) => ({
          ...job,
          code: { path: `assets/${job.name}.zip`, sha256: `sha256 of ${job.name}` },
        })),
        kmsKeyArn: undefined,
        dependsOn: [],
      }),
  )
}

const stack = synth()
const [queue] = Object.keys(stack.all('aws_sqs_queue'))
const queueArn = `\${aws_sqs_queue.${queue}.arn}`

describe('a function of the lake', () => {
  it('is what the settings say, and its bundle', () => {
    const [address] = Object.keys(stack.all('aws_cloudwatch_log_group')).filter((each) =>
      each.includes('_archive_'),
    )

    expect(stack.one('aws_lambda_function', { function_name: 'natlens-archive' })).toMatchObject({
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: 'assets/archive.zip',
      source_code_hash: 'sha256 of archive',
      memory_size: 256,
      timeout: 900,
      tracing_config: { mode: 'Active' },
      logging_config: {
        log_format: 'JSON',
        log_group: `\${aws_cloudwatch_log_group.${address}.name}`,
      },
    })
    expect(stack.all('aws_cloudwatch_log_group')[address!]).toMatchObject({
      name: '/aws/lambda/natlens-archive',
      retention_in_days: 30,
    })
    expect(
      stack.one('aws_lambda_function', { function_name: 'natlens-add-partitions' })['timeout'],
    ).toBe(300)
  })

  it('sends the events of runs that failed for good to the queue', () => {
    const failures = Object.values(stack.all('aws_lambda_function_event_invoke_config'))

    expect(failures).toHaveLength(3)
    for (const failure of failures) {
      expect(failure).toMatchObject({
        maximum_retry_attempts: 2,
        destination_config: { on_failure: { destination: queueArn } },
      })
    }
  })

  it('may do what its job needs, with the ARNs of its own table and log', () => {
    const glue = 'arn:aws:glue:eu-central-1:123456789012'

    expect(statementsOf('addPartitions')).toEqual([
      {
        Effect: 'Allow',
        Action: ['glue:GetTable', 'glue:GetPartitions', 'glue:BatchCreatePartition'],
        Resource: [
          `${glue}:catalog`,
          `${glue}:database/natlens`,
          `${glue}:table/natlens/flow_logs`,
        ],
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [
          'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/natlens-add-partitions:*',
        ],
      },
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queueArn] },
      {
        Effect: 'Allow',
        Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        Resource: ['*'],
      },
    ])
  })

  it('deletes partitions only in the function for it, and touches S3 only in the archive', () => {
    const actions = (job: string) => statementsOf(job).flatMap(({ Action }) => Action)

    expect(actions('deletePartitions')).toContain('glue:BatchDeletePartition')
    for (const job of ['addPartitions', 'archive']) {
      expect(actions(job)).not.toContain('glue:BatchDeletePartition')
    }
    expect(actions('archive')).toContain('s3:PutObject')
    for (const job of ['addPartitions', 'deletePartitions']) {
      expect(actions(job).filter((action) => action.startsWith('s3:'))).toEqual([])
    }
  })

  it('writes to the archive and the results, never to the logs', () => {
    const written = statementsOf('archive')
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .flatMap(({ Resource }) => Resource)

    expect(written).toEqual([
      'arn:aws:s3:::natlens-archive-123456789012-eu-central-1/athena-results/*',
      'arn:aws:s3:::natlens-archive-123456789012-eu-central-1/????-??-??/????-??-??.csv',
      'arn:aws:s3:::natlens-archive-123456789012-eu-central-1/queries/*',
    ])
  })

  it('traces only when told to', () => {
    const untraced = synth({ lambda: { tracing: false } })

    for (const each of Object.values(untraced.all('aws_lambda_function'))) {
      expect(each['tracing_config']).toEqual({ mode: 'PassThrough' })
    }
    expect(untraced.text).not.toContain('xray:')
  })
})

describe('the schedules', () => {
  it('run daily at the times and in the zone of the settings', () => {
    const elsewhere = synth({
      schedules: { timezone: 'Asia/Shanghai', addPartitions: '07:05', archive: '23:59' },
    })
    const schedules = Object.values(elsewhere.all('aws_scheduler_schedule')).map((each) => [
      each['name'],
      each['schedule_expression'],
      each['schedule_expression_timezone'],
    ])

    expect(schedules.sort()).toEqual([
      ['natlens-add-partitions', 'cron(5 7 * * ? *)', 'Asia/Shanghai'],
      ['natlens-archive', 'cron(59 23 * * ? *)', 'Asia/Shanghai'],
      ['natlens-delete-partitions', 'cron(0 1 * * ? *)', 'Asia/Shanghai'],
    ])
  })

  it('tell the time of the plan, try again and keep what could not be delivered', () => {
    const schedule = stack.one('aws_scheduler_schedule', { name: 'natlens-archive' })
    const { input, ...target } = schedule['target'] as { input: string }

    expect(input).toBe(
      '{"time":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>","attempt":"<aws.scheduler.attempt-number>"}',
    )
    expect(target).toMatchObject({
      dead_letter_config: { arn: queueArn },
      retry_policy: { maximum_retry_attempts: 10, maximum_event_age_in_seconds: 3600 },
    })
    expect(schedule['flexible_time_window']).toEqual({ mode: 'OFF' })
  })
})

describe('the alarms', () => {
  it('tell what failed, was throttled, did not run for 25 hours or was given up', () => {
    const alarms = Object.values(stack.all('aws_cloudwatch_metric_alarm'))
    const names = ['add-partitions', 'archive', 'delete-partitions'].flatMap((job) =>
      ['errors', 'missed', 'throttles'].map((what) => `natlens-${job}-${what}`),
    )

    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      ...names.slice(0, 6),
      'natlens-dead-letters',
      ...names.slice(6),
      'natlens-schedule-dropped',
      'natlens-schedule-errors',
    ])
    expect(
      stack.one('aws_cloudwatch_metric_alarm', { alarm_name: 'natlens-archive-missed' }),
    ).toMatchObject({
      metric_name: 'Invocations',
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      period: 3600,
      evaluation_periods: 25,
      datapoints_to_alarm: 25,
      treat_missing_data: 'breaching',
    })
    expect(
      stack.one('aws_cloudwatch_metric_alarm', { alarm_name: 'natlens-dead-letters' }),
    ).toMatchObject({
      dimensions: { QueueName: 'natlens-dead-letters' },
      metric_name: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      threshold: 0,
    })
  })

  it('notify the topic of the settings, where there is one', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms'
    const actions = (settings: Overrides) => [
      ...new Set(
        Object.values(synth(settings).all('aws_cloudwatch_metric_alarm')).map(({ alarm_actions }) =>
          JSON.stringify(alarm_actions),
        ),
      ),
    ]

    expect(actions({ alarmTopicArn: topic })).toEqual([JSON.stringify([topic])])
    expect(actions({})).toEqual(['[]'])
  })

  it('are not there when the settings say so', () => {
    expect(synth({ lake: { alarms: false } }).all('aws_cloudwatch_metric_alarm')).toEqual({})
  })
})

function statementsOf(job: string) {
  const [, policy] = Object.entries(stack.all('aws_iam_role_policy')).find(([address]) =>
    address.includes(`_${job}_`),
  )!
  return (
    JSON.parse(policy['policy'] as string) as {
      Statement: { Action: string[]; Resource: string[] }[]
    }
  ).Statement
}
