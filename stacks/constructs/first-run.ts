import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'

export interface FirstRunProps {
  readonly functionName: string
  /** The resources that the function needs. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** The day of the plan, UTC: a second apply on the same day changes nothing. */
const TODAY = '${formatdate("YYYY-MM-DD", plantimestamp())}'

/** Runs a job for the current day when the stack is applied, before its first scheduled time. */
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
