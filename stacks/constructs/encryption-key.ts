import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key'
import { Construct } from 'constructs'
import { accountArn, type AccountRegion } from '../arn'
import { policyDocument, type Conditions, type Statement } from '../policy'

export interface EncryptionKeyProps {
  readonly accountRegion: AccountRegion
  /** `alias/…` */
  readonly alias: string
  readonly description: string
  /** The services that encrypt with the key, with conditions for this account. */
  readonly services: readonly { readonly service: string; readonly conditions: Conditions }[]
}

/** A customer-managed key, which rotates every year and can be restored for 30 days after its deletion. */
export class EncryptionKey extends Construct {
  /** The full ARN, known after the key is created. */
  readonly arn: string

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id)

    const key = new KmsKey(this, 'key', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(keyStatements(props)),
    })
    new KmsAlias(this, 'alias', { name: props.alias, targetKeyId: key.id })
    this.arn = key.arn
  }
}

/** In the policy of a key `*` means the key itself, whose ARN is unknown before it exists. */
function keyStatements({ accountRegion, services }: EncryptionKeyProps): readonly Statement[] {
  return [
    {
      Sid: 'AccountDecidesByItsOwnPolicies',
      Effect: 'Allow',
      Principal: { AWS: accountArn(accountRegion) },
      Action: 'kms:*',
      Resource: '*',
    },
    ...services.map(({ service, conditions }) => ({
      Effect: 'Allow' as const,
      Principal: { Service: service },
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
      ],
      Resource: '*',
      Condition: conditions,
    })),
  ]
}
