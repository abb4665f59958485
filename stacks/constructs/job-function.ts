import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group'
import { IamRole } from '@cdktf/provider-aws/lib/iam-role'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function'
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config'
import { Construct } from 'constructs'
import type { LambdaRuntime } from '../../lib/settings/settings'
import { logGroupArns, type Place } from '../arn'
import { allow, policyDocument, trustPolicy, type Statement } from '../policy'

export interface JobFunctionProps {
  readonly place: Place
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
  /** What the function may do besides writing its own log. */
  readonly statements: readonly Statement[]
  /** Takes the events of runs that failed for good. */
  readonly failureQueueArn: string
  readonly kmsKeyArn: string | undefined
}

/**
 * A function that runs once a day, its log group and a role that allows no more than it needs.
 *
 * Not there on purpose: a VPC (CKV_AWS_117: it talks to AWS's own endpoints only), a dead-letter queue of the function
 * (CKV_AWS_116: the on-failure destination says more), reserved concurrency (CKV_AWS_115: it would take from the account's,
 * and a second run does no harm), code signing (CKV_AWS_272: the zip comes out of the same apply). Its log is kept for as
 * long as the settings say (CKV_AWS_338), under a key where they ask for one (CKV_AWS_158).
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

  private createRole({ place, roleName, functionName }: JobFunctionProps): IamRole {
    return new IamRole(this, 'role', {
      name: roleName,
      description: `What ${functionName} may do`,
      assumeRolePolicy: trustPolicy('lambda.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': place.account },
      }),
    })
  }

  private permit(role: IamRole, props: JobFunctionProps): IamRolePolicy {
    const [, streams] = logGroupArns(props.place, logGroupName(props))
    return new IamRolePolicy(this, 'permissions', {
      name: 'job',
      role: role.id,
      policy: policyDocument([
        ...props.statements,
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [streams]),
        allow(['sqs:SendMessage'], [props.failureQueueArn]),
        // X-Ray knows no resources.
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
      // A function without its permissions would fail its first run.
      dependsOn: [permissions],
    })
  }

  /** An asynchronous run is tried three times; what fails then goes to the queue. */
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
