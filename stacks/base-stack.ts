import { AwsProvider } from '@cdktf/provider-aws/lib/provider'
import { CloudBackend, NamedCloudWorkspace, TerraformOutput, TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import type { Settings, StackName } from '../lib/settings/settings'

/** Features that need a newer provider than the oldest supported one, with the first version that has them. */
export const PROVIDER_NEEDS = {
  'nodejs24.x': '6.19.0',
  'regional-nat-gateway': '6.25.0',
} as const satisfies Record<string, string>

export type ProviderNeed = keyof typeof PROVIDER_NEEDS

const OLDEST_PROVIDER = '5.100.0'
const BEFORE_PROVIDER = '7.0.0'

/** Provider, state and tags of a stack: what every destination has in common. */
export abstract class BaseStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: StackName,
    settings: Settings,
    providerNeeds: readonly ProviderNeed[] = [],
  ) {
    super(scope, id)

    new AwsProvider(this, 'aws', {
      region: settings.region,
      // With credentials of another account a plan must fail before it changes anything.
      allowedAccountIds: [settings.account],
      defaultTags: [{ tags: { ...settings.tags } }],
    })
    this.addOverride('terraform.required_version', '>= 1.6.0')
    this.addOverride(
      'terraform.required_providers.aws.version',
      `>= ${oldestProvider(providerNeeds)}, < ${BEFORE_PROVIDER}`,
    )
    if (settings.terraformCloud) this.keepStateInCloud(id, settings.terraformCloud)
  }

  /** Adds a value that `terraform apply` prints; `name` in snake case. */
  protected output(name: string, value: string, description: string): void {
    const output = new TerraformOutput(this, `output-${name}`, { value, description })
    output.overrideLogicalId(name)
  }

  private keepStateInCloud(
    id: StackName,
    { organization, hostname, project, workspaces }: NonNullable<Settings['terraformCloud']>,
  ): void {
    new CloudBackend(this, {
      organization,
      hostname,
      workspaces: new NamedCloudWorkspace(workspaces[id], project),
    })
  }
}

/** The first provider version that has everything in `needs`. */
export function oldestProvider(needs: readonly ProviderNeed[]): string {
  return needs.map((need) => PROVIDER_NEEDS[need]).reduce<string>(later, OLDEST_PROVIDER)
}

function later(one: string, other: string): string {
  return one.localeCompare(other, 'en', { numeric: true }) < 0 ? other : one
}
