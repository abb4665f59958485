/** A finding of checkov that is accepted: the check, the resources, the file whose comment gives the reason. */
export interface AcceptedFinding {
  readonly check: string
  /** How the addresses begin. */
  readonly resource: string
  readonly explainedIn: string
  readonly reason: string
  /** Where the settings ask for keys of our own (`kms.enabled`), the finding is none to accept. */
  readonly unlessKms?: true
}

const BUCKET = { resource: 'aws_s3_bucket.', explainedIn: 'stacks/constructs/private-bucket.ts' }
const FUNCTION = {
  resource: 'aws_lambda_function.',
  explainedIn: 'stacks/constructs/job-function.ts',
}
const JOB_LOG = {
  resource: 'aws_cloudwatch_log_group.functions_',
  explainedIn: 'stacks/constructs/job-function.ts',
}
const CONSOLE_LOG = {
  resource: 'aws_cloudwatch_log_group.log-group-',
  explainedIn: 'stacks/cloudwatch-stack.ts',
}

/** All that is accepted; anything else fails, and so does a row that nothing needs any more. */
export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    check: 'CKV_AWS_18',
    ...BUCKET,
    reason: 'a bucket for access logs would need access logs, too',
  },
  {
    check: 'CKV_AWS_21',
    resource: 'aws_s3_bucket.log-bucket',
    explainedIn: 'stacks/constructs/log-bucket.ts',
    reason: 'records are written once, and a version would outlive the retention',
  },
  { check: 'CKV_AWS_144', ...BUCKET, reason: 'flow logs are kept where they are made' },
  {
    check: 'CKV_AWS_145',
    ...BUCKET,
    unlessKms: true,
    reason: 'encrypted by S3 unless the settings ask for a key',
  },
  { check: 'CKV2_AWS_62', ...BUCKET, reason: 'nobody would receive the events' },
  {
    check: 'CKV_AWS_116',
    ...FUNCTION,
    reason: 'the on-failure destination says more than a dead-letter queue',
  },
  { check: 'CKV_AWS_117', ...FUNCTION, reason: "it talks to AWS's own endpoints only" },
  { check: 'CKV_AWS_272', ...FUNCTION, reason: 'the zip comes out of the same apply' },
  {
    check: 'CKV_AWS_158',
    ...JOB_LOG,
    unlessKms: true,
    reason: 'encrypted by CloudWatch Logs unless the settings ask for a key',
  },
  {
    check: 'CKV_AWS_158',
    ...CONSOLE_LOG,
    unlessKms: true,
    reason: 'encrypted by CloudWatch Logs unless the settings ask for a key',
  },
  { check: 'CKV_AWS_338', ...JOB_LOG, reason: 'kept for as long as the settings say' },
  {
    check: 'CKV_AWS_338',
    ...CONSOLE_LOG,
    reason: 'the last days only: the months lie in the lake',
  },
  {
    check: 'CKV_AWS_297',
    resource: 'aws_scheduler_schedule.',
    explainedIn: 'stacks/constructs/job-schedule.ts',
    reason: 'what a schedule holds is no secret',
  },
]
