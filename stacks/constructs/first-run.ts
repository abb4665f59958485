import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'

export interface FirstRunProps {
  readonly functionName: string
  /** What must be there before the function can do its work. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** The day of the plan, UTC: Terraform knows it when it plans, so that a second apply on the same day changes nothing. */
const TODAY = '${formatdate("YYYY-MM-DD", plantimestamp())}'

/** Runs a job when the stack is applied, for the day of the apply, rather than at its first scheduled time. */
export class FirstRun extends Construct {
  constructor(scope: Construct, id: string, { functionName, dependsOn }: FirstRunProps) {
    super(scope, id)

    new LambdaInvocation(this, 'invocation', {
      functionName,
      input: `{"date":"${TODAY}"}`,
      dependsOn: [...dependsOn],
    })
  }
}
