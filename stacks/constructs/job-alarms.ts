import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm'
import { Construct } from 'constructs'

export interface JobAlarmsProps {
  readonly functionNames: readonly string[]
  readonly queueName: string
  readonly scheduleGroupName: string
  /** Undefined: the alarms are only visible in the console. */
  readonly topicArn: string | undefined
}

type Alarm = Pick<
  CloudwatchMetricAlarmConfig,
  'alarmName' | 'alarmDescription' | 'namespace' | 'metricName' | 'dimensions'
> &
  Partial<CloudwatchMetricAlarmConfig>

const FIVE_MINUTES_SECONDS = 300
const HOUR_SECONDS = 3600
const HOURS_WITHOUT_A_RUN = 25

/** Alarms for failed runs, missed runs and undelivered events. */
export class JobAlarms extends Construct {
  private readonly actions: readonly string[]

  constructor(scope: Construct, id: string, props: JobAlarmsProps) {
    super(scope, id)
    this.actions = props.topicArn === undefined ? [] : [props.topicArn]

    for (const name of props.functionNames) this.watchFunction(name)
    this.watchQueue(props.queueName)
    this.watchScheduler(props.scheduleGroupName)
  }

  private watchFunction(name: string): void {
    const function_ = { namespace: 'AWS/Lambda', dimensions: { FunctionName: name } }
    this.alarm({
      ...function_,
      alarmName: `${name}-errors`,
      alarmDescription: `${name} failed and is retried; see its log`,
      metricName: 'Errors',
    })
    this.alarm({
      ...function_,
      alarmName: `${name}-throttles`,
      alarmDescription: `${name} was throttled: the account's concurrency is exhausted`,
      metricName: 'Throttles',
    })
    this.alarm({
      ...function_,
      alarmName: `${name}-missed`,
      alarmDescription: `${name} has not run for ${HOURS_WITHOUT_A_RUN} hours, or never since its deployment; see its schedule`,
      metricName: 'Invocations',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: HOUR_SECONDS,
      evaluationPeriods: HOURS_WITHOUT_A_RUN,
      datapointsToAlarm: HOURS_WITHOUT_A_RUN,
      // A function that never runs has no metric.
      treatMissingData: 'breaching',
    })
  }

  private watchQueue(name: string): void {
    this.alarm({
      alarmName: name,
      alarmDescription: `${name} contains events of failed jobs`,
      namespace: 'AWS/SQS',
      dimensions: { QueueName: name },
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
    })
  }

  private watchScheduler(name: string): void {
    const group = { namespace: 'AWS/Scheduler', dimensions: { ScheduleGroup: name } }
    this.alarm({
      ...group,
      alarmName: `${name}-schedule-errors`,
      alarmDescription: `A schedule of ${name} could not call its function`,
      metricName: 'TargetErrorCount',
    })
    this.alarm({
      ...group,
      alarmName: `${name}-schedule-dropped`,
      alarmDescription: `A schedule of ${name} failed; the event is in the dead-letter queue`,
      metricName: 'InvocationDroppedCount',
    })
  }

  /** Default: more than zero within five minutes. */
  private alarm(alarm: Alarm): void {
    new CloudwatchMetricAlarm(this, alarm.alarmName, {
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: FIVE_MINUTES_SECONDS,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      ...alarm,
      alarmActions: [...this.actions],
      okActions: [...this.actions],
    })
  }
}
