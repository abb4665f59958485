import type { Construct } from 'constructs'
import type { Settings } from '../../lib/settings/settings'
import { BaseStack, oldestProvider, type ProviderNeed } from '../../stacks/base-stack'
import { exampleSettings, type Overrides } from '../settings/example-settings'
import { synthStack } from './synth-stack'

class EmptyStack extends BaseStack {
  constructor(scope: Construct, settings: Settings, needs: readonly ProviderNeed[]) {
    super(scope, 'lake', settings, needs)
    this.output('where_it_is', 'here', 'A place')
  }
}

function synthesized(overrides: Overrides = {}, needs: readonly ProviderNeed[] = []) {
  const { text } = synthStack((app) => new EmptyStack(app, exampleSettings(overrides), needs))
  return JSON.parse(text) as {
    terraform: { cloud?: object; required_providers: { aws: object } }
    provider: { aws: readonly object[] }
    output: object
  }
}

describe('a stack', () => {
  it('asks for a provider that has what it uses, and for none after version 6', () => {
    expect(oldestProvider([])).toBe('5.100.0')
    expect(oldestProvider(['regional-nat-gateway', 'nodejs24.x'])).toBe('6.25.0')
    expect(synthesized({}, ['nodejs24.x']).terraform.required_providers.aws).toEqual({
      // CDK Terrain writes the same provider as `hashicorp/aws`.
      source: expect.stringMatching(/^(hashicorp\/)?aws$/) as string,
      version: '>= 6.19.0, < 7.0.0',
    })
  })

  it('works in one region of one account, and tags what it makes', () => {
    expect(synthesized({ tags: { team: 'network' } }).provider.aws).toEqual([
      {
        region: 'eu-central-1',
        allowed_account_ids: ['123456789012'],
        default_tags: [{ tags: { team: 'network' } }],
      },
    ])
  })

  it('keeps its state in a local file, or in a workspace of its own', () => {
    const workspaces = { cloudwatch: 'a', lake: 'natlens-lake', quicksight: 'c' }
    const cloud = { organization: 'example', hostname: 'app.terraform.io', workspaces }

    expect(synthesized().terraform.cloud).toBeUndefined()
    expect(
      synthesized({ terraformCloud: { ...cloud, project: 'network' } }).terraform.cloud,
    ).toEqual({
      organization: 'example',
      hostname: 'app.terraform.io',
      workspaces: { name: 'natlens-lake', project: 'network' },
    })
    expect(
      synthesized({ terraformCloud: { ...cloud, project: undefined } }).terraform.cloud,
    ).toEqual({
      organization: 'example',
      hostname: 'app.terraform.io',
      workspaces: { name: 'natlens-lake' },
    })
  })

  it('names its outputs as they are said', () => {
    expect(synthesized().output).toEqual({
      where_it_is: { description: 'A place', value: 'here' },
    })
  })
})
