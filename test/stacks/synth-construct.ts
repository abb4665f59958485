import { AwsProvider } from '@cdktf/provider-aws/lib/provider'
import { TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import { synthStack, type SynthStack } from './synth-stack'

/** Where the constructs of the tests are. */
export const EXAMPLE_PLACE = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
} as const

/** Synthesizes one construct, in a stack that holds nothing else. */
export function synthConstruct(create: (scope: Construct) => void): SynthStack {
  return synthStack((app) => {
    const stack = new TerraformStack(app, 'test')
    new AwsProvider(stack, 'aws', { region: EXAMPLE_PLACE.region })
    create(stack)
    return stack
  })
}
