import { arn, type AccountRegion } from '../../stacks/arn'
import type { Settings } from '../../lib/settings/settings'
import { actionsOf, everywhere, nameIn, type Arguments, type Right } from './right'

/** Roles, keys, functions, schedules and queues. */
export const JOB_RIGHTS = {
  aws_iam_role: [
    {
      actions: actionsOf(
        'iam',
        `CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole TagRole
        UntagRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole`,
      ),
      on: (settings, resource) => [role(settings, nameIn(resource, 'name'))],
    },
    {
      actions: ['iam:PassRole'],
      on: (settings, resource) => [role(settings, nameIn(resource, 'name'))],
      condition: {
        StringEquals: {
          'iam:PassedToService': [
            'lambda.amazonaws.com',
            'scheduler.amazonaws.com',
            'vpc-flow-logs.amazonaws.com',
          ],
        },
      },
    },
  ],
  aws_iam_role_policy: [
    {
      actions: actionsOf('iam', 'PutRolePolicy GetRolePolicy DeleteRolePolicy'),
      on: rolesOfPolicy,
    },
  ],
  aws_kms_key: [
    { actions: ['kms:CreateKey'], on: everywhere },
    {
      // Lambda encrypts a function's variables with the deployer's permissions: Encrypt, Decrypt and CreateGrant.
      actions: actionsOf(
        'kms',
        `DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation DisableKeyRotation
        UpdateKeyDescription ScheduleKeyDeletion ListResourceTags TagResource UntagResource Encrypt
        Decrypt CreateGrant`,
      ),
      on: allKeys,
    },
  ],
  aws_kms_alias: [
    {
      actions: actionsOf('kms', 'CreateAlias UpdateAlias DeleteAlias'),
      on: (settings, resource) => [
        ...allKeys(settings),
        arn(settings, 'kms', nameIn(resource, 'name')),
      ],
    },
    { actions: ['kms:ListAliases'], on: everywhere },
  ],
  aws_lambda_function: [
    {
      actions: actionsOf(
        'lambda',
        `CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode
        UpdateFunctionConfiguration DeleteFunction ListVersionsByFunction GetFunctionCodeSigningConfig
        ListTags TagResource UntagResource`,
      ),
      on: (settings, resource) => [lambda(settings, nameIn(resource, 'function_name'))],
    },
  ],
  aws_lambda_function_event_invoke_config: [
    {
      actions: actionsOf(
        'lambda',
        `PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig
        DeleteFunctionEventInvokeConfig`,
      ),
      on: ({ lake, ...accountRegion }) =>
        Object.values(lake.functionNames).map((name) => lambda(accountRegion, name)),
    },
  ],
  aws_lambda_invocation: [
    {
      actions: ['lambda:InvokeFunction'],
      on: ({ lake, ...accountRegion }) => [lambda(accountRegion, lake.functionNames.addPartitions)],
    },
  ],
  aws_scheduler_schedule_group: [
    {
      actions: actionsOf(
        'scheduler',
        `CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup ListTagsForResource TagResource
        UntagResource`,
      ),
      on: (settings, resource) => [
        arn(settings, 'scheduler', `schedule-group/${nameIn(resource, 'name')}`),
      ],
    },
  ],
  aws_scheduler_schedule: [
    {
      actions: actionsOf('scheduler', 'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule'),
      on: (settings) => [
        arn(settings, 'scheduler', `schedule/${settings.lake.scheduleGroupName}/*`),
      ],
    },
  ],
  aws_sqs_queue: [
    {
      actions: actionsOf(
        'sqs',
        `CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue ListQueueTags TagQueue
        UntagQueue`,
      ),
      on: (settings, resource) => [arn(settings, 'sqs', nameIn(resource, 'name'))],
    },
  ],
  aws_sqs_queue_policy: [
    {
      actions: actionsOf('sqs', 'GetQueueAttributes SetQueueAttributes'),
      on: ({ lake, ...accountRegion }) => [arn(accountRegion, 'sqs', lake.deadLetterQueueName)],
    },
  ],
} as const satisfies Record<string, readonly Right[]>

function role({ partition, account }: AccountRegion, name: string): string {
  return `arn:${partition}:iam::${account}:role/${name}`
}

function lambda(accountRegion: AccountRegion, name: string): string {
  return arn(accountRegion, 'lambda', `function:${name}`)
}

/** The id of a key is unknown before it exists. */
function allKeys(settings: Settings): readonly string[] {
  return [arn(settings, 'kms', 'key/*')]
}

/** A role of the stack, whose name is an expression, or an existing one: QuickSight's, in a folder. */
function rolesOfPolicy(settings: Settings, resource: Arguments): readonly string[] {
  const { role: name } = resource
  if (typeof name === 'string' && !name.includes('${')) {
    return [role(settings, name), role(settings, `service-role/${name}`)]
  }
  const { cloudwatch, lake } = settings
  return resource['name'] === 'write-flow-logs'
    ? [role(settings, cloudwatch.roleName)]
    : Object.values(lake.roleNames).map((each) => role(settings, each))
}
