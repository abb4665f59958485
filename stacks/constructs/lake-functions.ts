import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import type { LakeJob, Settings } from '../../lib/settings/settings'
import { HANDLER } from '../bundles'
import type { LakeJobPlan } from '../lake-jobs'
import { DeadLetterQueue } from './dead-letter-queue'
import { FirstRun } from './first-run'
import { JobAlarms } from './job-alarms'
import { JobFunction } from './job-function'
import { JobSchedule } from './job-schedule'

export interface LakeFunctionsProps {
  readonly settings: Settings
  readonly jobs: readonly (LakeJobPlan & {
    readonly code: { readonly path: string; readonly sha256: string }
  })[]
  readonly kmsKeyArn: string | undefined
  /** The resources that the first run of add-partitions needs. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** The daily functions with their schedules, their dead-letter queue and their alarms. */
export class LakeFunctions extends Construct {
  private readonly functions: ReadonlyMap<LakeJob, JobFunction>

  constructor(scope: Construct, id: string, props: LakeFunctionsProps) {
    super(scope, id)

    const { settings } = props
    const queue = new DeadLetterQueue(this, 'queue', {
      accountRegion: settings,
      queueName: settings.lake.deadLetterQueueName,
    })
    this.functions = this.createFunctions(queue, props)
    this.schedule(queue, props)
    this.watch(settings)
    this.runOnce(props)
  }

  private createFunctions(
    queue: DeadLetterQueue,
    { settings, jobs, kmsKeyArn }: LakeFunctionsProps,
  ): ReadonlyMap<LakeJob, JobFunction> {
    const { lake, lambda } = settings
    return new Map(
      jobs.map((job) => [
        job.name,
        new JobFunction(this, job.name, {
          ...lambda,
          ...job,
          accountRegion: settings,
          functionName: lake.functionNames[job.name],
          roleName: lake.roleNames[job.name],
          handler: HANDLER,
          failureQueueArn: queue.arn,
          kmsKeyArn,
        }),
      ]),
    )
  }

  private schedule(queue: DeadLetterQueue, { settings, jobs }: LakeFunctionsProps): void {
    const { lake, schedules } = settings
    new JobSchedule(this, 'schedules', {
      accountRegion: settings,
      groupName: lake.scheduleGroupName,
      roleName: lake.roleNames.scheduler,
      timezone: schedules.timezone,
      jobs: jobs.map(({ name, time, description }) => ({
        functionName: lake.functionNames[name],
        functionArn: this.functions.get(name)!.function.arn,
        time,
        description,
      })),
      deadLetterQueueArn: queue.arn,
    })
  }

  private watch({ lake, alarmTopicArn }: Settings): void {
    if (!lake.alarms) return
    new JobAlarms(this, 'alarms', {
      functionNames: [...this.functions.keys()].map((name) => lake.functionNames[name]),
      queueName: lake.deadLetterQueueName,
      scheduleGroupName: lake.scheduleGroupName,
      topicArn: alarmTopicArn,
    })
  }

  private runOnce({ settings, dependsOn }: LakeFunctionsProps): void {
    const addPartitions = this.functions.get('addPartitions')
    if (!settings.lake.addPartitionsOnApply || !addPartitions) return
    new FirstRun(this, 'first-run', {
      functionName: addPartitions.function.functionName,
      dependsOn,
    })
  }
}
