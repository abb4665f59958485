import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCEPTED_FINDINGS, type AcceptedFinding } from '../../scripts/terraform/accepted-findings'
import { judgeFindings, type CheckovReport } from '../../scripts/terraform/judge-findings'

const VERSIONS: AcceptedFinding = {
  check: 'CKV_AWS_21',
  resource: 'aws_s3_bucket.log-bucket',
  explainedIn: 'stacks/constructs/log-bucket.ts',
  reason: 'written once',
}
const KEYS: AcceptedFinding = {
  check: 'CKV_AWS_145',
  resource: 'aws_s3_bucket.',
  explainedIn: 'stacks/constructs/private-bucket.ts',
  reason: 'a setting',
  unlessKms: true,
}

function report(
  findings: readonly (readonly [check: string, resource: string, file?: string])[],
  { resources = 9, unread = 0 } = {},
): CheckovReport {
  return {
    results: {
      failed_checks: findings.map(([check_id, resource, file_path = '/one.json']) => ({
        check_id,
        check_name: 'Ensure it',
        resource,
        file_path,
      })),
    },
    summary: {
      passed: 1,
      failed: findings.length,
      parsing_errors: unread,
      resource_count: resources,
    },
  }
}

const hasKms = (file: string) => file === '/kms.json'

describe('what checkov finds', () => {
  it('is well when each finding is accepted and each acceptance is needed', () => {
    const found = report([
      ['CKV_AWS_21', 'aws_s3_bucket.log-bucket_1'],
      ['CKV_AWS_145', 'aws_s3_bucket.archive-bucket_2'],
    ])

    expect(judgeFindings(found, [VERSIONS, KEYS], hasKms)).toEqual([])
  })

  it('is accepted for the resources of the row alone', () => {
    const found = report([
      ['CKV_AWS_21', 'aws_s3_bucket.log-bucket_1'],
      ['CKV_AWS_21', 'aws_s3_bucket.archive-bucket_2'],
    ])

    expect(judgeFindings(found, [VERSIONS], hasKms)).toEqual([
      'CKV_AWS_21 aws_s3_bucket.archive-bucket_2 (/one.json): Ensure it',
    ])
  })

  it('is not accepted for want of a key where the settings ask for keys', () => {
    const found = report([
      ['CKV_AWS_145', 'aws_s3_bucket.a'],
      ['CKV_AWS_145', 'aws_s3_bucket.a', '/kms.json'],
    ])

    expect(judgeFindings(found, [KEYS], hasKms)).toEqual([
      'CKV_AWS_145 aws_s3_bucket.a (/kms.json): Ensure it',
    ])
  })

  it('tells which acceptance is not needed any more', () => {
    expect(judgeFindings(report([]), [VERSIONS], hasKms)).toEqual([
      'CKV_AWS_21 aws_s3_bucket.log-bucket: accepted, but no longer found',
    ])
  })

  it('is nothing to rely on when plans were not read', () => {
    expect(judgeFindings(report([], { resources: 0 }), [], hasKms)).toEqual([
      '0 resources read, 0 plans not',
    ])
    expect(judgeFindings(report([], { unread: 1 }), [], hasKms)).toEqual([
      '9 resources read, 1 plans not',
    ])
  })
})

describe('an accepted finding', () => {
  it.each(ACCEPTED_FINDINGS.map((row) => [row.check, row.resource, row] as const))(
    '%s of %s is explained beside its construct',
    (check, _, { explainedIn }) => {
      const text = readFileSync(join(__dirname, '../..', explainedIn), 'utf8')
      const comments = text.match(/\/\*\*[^]*?\*\//g) ?? []

      expect(
        comments.filter(
          (comment) => comment.includes(`${check}:`) || comment.includes(`(${check})`),
        ),
      ).not.toEqual([])
    },
  )
})
