import { terraformText } from './terraform-text'

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | { readonly AWS: string } | { readonly Service: string }
  readonly Action: readonly string[] | string
  /** Absent in trust policies only. */
  readonly Resource?: readonly string[] | string
  readonly Condition?: Conditions
}

export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>

/** A policy document as JSON, escaped for Terraform. */
export function policyDocument(statements: readonly Statement[]): string {
  return terraformText(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
}

/** A statement of a role's policy. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): Statement {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  }
}

/**
 * Lets an AWS service assume the role, on behalf of one account and, where the service supports it, of one resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicy(service: string, conditions: Conditions): string {
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      Condition: conditions,
    },
  ])
}

/** The service acts for this account and for a resource like `sourceArn`. */
export function fromSource(account: string, sourceArn: string): Conditions {
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': sourceArn },
  }
}
