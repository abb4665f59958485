/** An accepted finding of checkov: the check, the resources, and the file whose comment explains it. */
export interface AcceptedFinding {
  readonly check: string
  /** The prefix of the addresses. */
  readonly resource: string
  readonly explainedIn: string
  readonly reason: string
  /** Not accepted with customer-managed keys (`kms.enabled`). */
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

/** Any other finding fails, and so does a row without a finding. */
export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    check: 'CKV_AWS_18',
    ...BUCKET,
    reason: 'a bucket for access logs needs access logs, too',
  },
  {
    check: 'CKV_AWS_21',
    resource: 'aws_s3_bucket.log-bucket',
    explainedIn: 'stacks/constructs/log-bucket.ts',
    reason: 'objects are written once, and a version would stay after the retention',
  },
  { check: 'CKV_AWS_144', ...BUCKET, reason: 'flow logs stay in their region' },
  {
    check: 'CKV_AWS_145',
    ...BUCKET,
    unlessKms: true,
    reason: 'encrypted by S3; a key is a setting',
  },
  { check: 'CKV2_AWS_62', ...BUCKET, reason: 'the events have no receiver' },
  {
    check: 'CKV_AWS_116',
    ...FUNCTION,
    reason: 'the on-failure destination has more details than a dead-letter queue',
  },
  { check: 'CKV_AWS_117', ...FUNCTION, reason: "it calls only AWS's endpoints" },
  { check: 'CKV_AWS_272', ...FUNCTION, reason: 'the same apply builds the zip' },
  {
    check: 'CKV_AWS_158',
    ...JOB_LOG,
    unlessKms: true,
    reason: 'encrypted by CloudWatch Logs; a key is a setting',
  },
  {
    check: 'CKV_AWS_158',
    ...CONSOLE_LOG,
    unlessKms: true,
    reason: 'encrypted by CloudWatch Logs; a key is a setting',
  },
  { check: 'CKV_AWS_338', ...JOB_LOG, reason: 'the retention is a setting' },
  {
    check: 'CKV_AWS_338',
    ...CONSOLE_LOG,
    reason: 'only the last days: months are in the lake',
  },
  {
    check: 'CKV_AWS_297',
    resource: 'aws_scheduler_schedule.',
    explainedIn: 'stacks/constructs/job-schedule.ts',
    reason: 'a schedule contains no secret',
  },
]
