import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { Construct } from 'constructs'
import { arn, logGroupArns, type AccountRegion } from '../arn'
import { allow, fromSource, policyDocument, trustPolicy } from '../policy'

export interface FlowLogRoleProps {
  readonly accountRegion: AccountRegion
  readonly roleName: string
  /** The groups that flow logs write to. */
  readonly logGroupNames: readonly string[]
}

/**
 * The role that flow logs write to CloudWatch Logs with, only to the given groups.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogRole extends Construct {
  readonly arn: string
  readonly policy: IamRolePolicy

  constructor(
    scope: Construct,
    id: string,
    { accountRegion, roleName, logGroupNames }: FlowLogRoleProps,
  ) {
    super(scope, id)

    const role = new IamRole(this, 'role', {
      name: roleName,
      description: 'Lets VPC flow logs write to their log groups',
      assumeRolePolicy: trustPolicy(
        'vpc-flow-logs.amazonaws.com',
        fromSource(accountRegion.account, arn(accountRegion, 'ec2', 'vpc-flow-log/*')),
      ),
    })
    this.arn = role.arn
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'write-flow-logs',
      role: role.id,
      policy: policyDocument([
        allow(
          ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          logGroupNames.flatMap((name) => logGroupArns(accountRegion, name)),
        ),
        // The smallest resource of this action is all groups of the account and region.
        allow(['logs:DescribeLogGroups'], [arn(accountRegion, 'logs', 'log-group:*')]),
      ]),
    })
  }
}
