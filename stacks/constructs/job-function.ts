import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group'
import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function'
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config'
import { Construct } from 'constructs'
import type { LambdaRuntime } from '../../lib/settings/settings'
import { logGroupArns, type AccountRegion } from '../arn'
import { allow, policyDocument, trustPolicy, type Statement } from '../policy'

export interface JobFunctionProps {
  readonly accountRegion: AccountRegion
  readonly functionName: string
  readonly roleName: string
  readonly description: string
  /** The zip file, relative to the stack's folder, and the base64 of its SHA-256. */
  readonly code: { readonly path: string; readonly sha256: string }
  readonly handler: string
  readonly runtime: LambdaRuntime
  readonly architecture: 'arm64' | 'x86_64'
  readonly memoryMebibytes: number
  readonly timeoutSeconds: number
  readonly tracing: boolean
  readonly logRetentionDays: number
  readonly environment: Readonly<Record<string, string>>
  /** Permissions of the function besides writing its own log. */
  readonly statements: readonly Statement[]
  /** The queue of events whose runs failed finally. */
  readonly failureQueueArn: string
  readonly kmsKeyArn: string | undefined
}

/**
 * A function that runs once a day, its log group and a role with only the permissions that it needs.
 *
 * Omitted on purpose: a VPC (CKV_AWS_117: the function calls only AWS's endpoints), a dead-letter queue of the function
 * (CKV_AWS_116: the on-failure destination has more details), reserved concurrency (CKV_AWS_115: it reduces the account's, and
 * a second run is harmless), code signing (CKV_AWS_272: the same apply builds the zip). Its log's retention (CKV_AWS_338) and
 * key (CKV_AWS_158) are settings.
 */
export class JobFunction extends Construct {
  readonly function: LambdaFunction

  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    super(scope, id)

    const logGroup = this.createLogGroup(props)
    const role = this.createRole(props)
    const permissions = this.permit(role, props)
    this.function = this.createFunction(role, logGroup, permissions, props)
    this.reportFailures(props)
  }

  private createLogGroup(props: JobFunctionProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'log-group', {
      name: logGroupName(props),
      retentionInDays: props.logRetentionDays,
      ...(props.kmsKeyArn !== undefined && { kmsKeyId: props.kmsKeyArn }),
    })
  }

  private createRole({ accountRegion, roleName, functionName }: JobFunctionProps): IamRole {
    return new IamRole(this, 'role', {
      name: roleName,
      description: `Permissions of ${functionName}`,
      assumeRolePolicy: trustPolicy('lambda.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': accountRegion.account },
      }),
    })
  }

  private permit(role: IamRole, props: JobFunctionProps): IamRolePolicy {
    const [, streams] = logGroupArns(props.accountRegion, logGroupName(props))
    return new IamRolePolicy(this, 'permissions', {
      name: 'job',
      role: role.id,
      policy: policyDocument([
        ...props.statements,
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [streams]),
        allow(['sqs:SendMessage'], [props.failureQueueArn]),
        // X-Ray has no resources.
        ...(props.tracing
          ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*'])]
          : []),
      ]),
    })
  }

  private createFunction(
    role: IamRole,
    logGroup: CloudwatchLogGroup,
    permissions: IamRolePolicy,
    props: JobFunctionProps,
  ): LambdaFunction {
    return new LambdaFunction(this, 'function', {
      functionName: props.functionName,
      description: props.description,
      role: role.arn,
      filename: props.code.path,
      sourceCodeHash: props.code.sha256,
      handler: props.handler,
      runtime: props.runtime,
      architectures: [props.architecture],
      memorySize: props.memoryMebibytes,
      timeout: props.timeoutSeconds,
      environment: { variables: { ...props.environment } },
      ...(props.kmsKeyArn !== undefined && { kmsKeyArn: props.kmsKeyArn }),
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      tracingConfig: { mode: props.tracing ? 'Active' : 'PassThrough' },
      // Without its permissions the function fails its first run.
      dependsOn: [permissions],
    })
  }

  /** Lambda tries an asynchronous run three times, then sends the event to the queue. */
  private reportFailures({ failureQueueArn }: JobFunctionProps): void {
    new LambdaFunctionEventInvokeConfig(this, 'failures', {
      functionName: this.function.functionName,
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: failureQueueArn } },
    })
  }
}

function logGroupName({ functionName }: JobFunctionProps): string {
  return `/aws/lambda/${functionName}`
}
