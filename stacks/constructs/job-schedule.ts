import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule'
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group'
import { Construct } from 'constructs'
import { arn, type AccountRegion } from '../arn'
import { allow, fromSource, policyDocument, trustPolicy } from '../policy'

export interface DailyJob {
  readonly functionName: string
  readonly functionArn: string
  /** `HH:mm` */
  readonly time: string
  readonly description: string
}

export interface JobScheduleProps {
  readonly accountRegion: AccountRegion
  readonly groupName: string
  readonly roleName: string
  /** IANA name of the times' zone. */
  readonly timezone: string
  readonly jobs: readonly DailyJob[]
  readonly deadLetterQueueArn: string
}

interface ScheduleParts {
  readonly group: SchedulerScheduleGroup
  readonly role: IamRole
  readonly permissions: IamRolePolicy
}

/**
 * The input of a function: the scheduled time, which is the same for every delivery of the event.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const INPUT = JSON.stringify({
  time: '<aws.scheduler.scheduled-time>',
  executionId: '<aws.scheduler.execution-id>',
  attempt: '<aws.scheduler.attempt-number>',
})

/**
 * Daily schedules of EventBridge Scheduler in their own group, and the role that they call the functions with.
 *
 * A schedule contains no secret, so it has no customer-managed key (CKV_AWS_297).
 */
export class JobSchedule extends Construct {
  constructor(scope: Construct, id: string, props: JobScheduleProps) {
    super(scope, id)

    const group = new SchedulerScheduleGroup(this, 'group', { name: props.groupName })
    const role = this.createRole(props)
    const permissions = this.permit(role, props)
    for (const job of props.jobs) this.schedule(job, { group, role, permissions }, props)
  }

  private createRole({ accountRegion, groupName, roleName }: JobScheduleProps): IamRole {
    return new IamRole(this, 'role', {
      name: roleName,
      description: `Lets the schedules of ${groupName} call their functions`,
      assumeRolePolicy: trustPolicy(
        'scheduler.amazonaws.com',
        fromSource(
          accountRegion.account,
          arn(accountRegion, 'scheduler', `schedule-group/${groupName}`),
        ),
      ),
    })
  }

  private permit(role: IamRole, { jobs, deadLetterQueueArn }: JobScheduleProps): IamRolePolicy {
    return new IamRolePolicy(this, 'permissions', {
      name: 'schedules',
      role: role.id,
      policy: policyDocument([
        allow(
          ['lambda:InvokeFunction'],
          jobs.map(({ functionArn }) => functionArn),
        ),
        allow(['sqs:SendMessage'], [deadLetterQueueArn]),
      ]),
    })
  }

  private schedule(
    job: DailyJob,
    { group, role, permissions }: ScheduleParts,
    { timezone, deadLetterQueueArn }: JobScheduleProps,
  ): void {
    new SchedulerSchedule(this, job.functionName, {
      name: job.functionName,
      groupName: group.name,
      description: job.description,
      scheduleExpression: daily(job.time),
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: job.functionArn,
        roleArn: role.arn,
        input: INPUT,
        deadLetterConfig: { arn: deadLetterQueueArn },
        // An event that is not delivered within an hour goes to the queue; the next run includes missed days.
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
      },
      dependsOn: [permissions],
    })
  }
}

function daily(time: string): string {
  const [hour, minute] = time.split(':').map(Number)
  return `cron(${minute} ${hour} * * ? *)`
}
