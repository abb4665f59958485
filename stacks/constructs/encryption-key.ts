import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key'
import { Construct } from 'constructs'
import { accountArn, type Place } from '../arn'
import { policyDocument, type Conditions, type Statement } from '../policy'

export interface EncryptionKeyProps {
  readonly place: Place
  /** `alias/…` */
  readonly alias: string
  readonly description: string
  /** The services that encrypt with the key, each under conditions that name this account. */
  readonly services: readonly { readonly service: string; readonly conditions: Conditions }[]
}

/** A key of our own, which rotates every year and stays for 30 days after it was deleted. */
export class EncryptionKey extends Construct {
  /** The full ARN, once the key is there. */
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

/** In the policy of a key `*` is the key itself, which has no ARN before it is made. */
function keyStatements({ place, services }: EncryptionKeyProps): readonly Statement[] {
  return [
    {
      Sid: 'AccountDecidesByItsOwnPolicies',
      Effect: 'Allow',
      Principal: { AWS: accountArn(place) },
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
