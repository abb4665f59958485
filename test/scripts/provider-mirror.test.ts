import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProviderMirror, mirrorConfiguration } from '../../scripts/terraform/provider-mirror'
import { examplePlans } from '../../scripts/terraform/plans'

const folder = mkdtempSync(join(tmpdir(), 'natlens-mirror-'))
mkdirSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws'), { recursive: true })

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a mirror of the provider', () => {
  it('is the folder that TF_PLUGIN_MIRROR names, if the provider is in it', () => {
    expect(findProviderMirror({ TF_PLUGIN_MIRROR: folder })).toBe(folder)
    expect(findProviderMirror({ TF_PLUGIN_MIRROR: join(folder, 'none') })).not.toBe(
      join(folder, 'none'),
    )
  })

  it('serves the AWS provider alone', () => {
    expect(mirrorConfiguration('/a "b"')).toBe(`provider_installation {
  filesystem_mirror {
    path    = "/a \\"b\\""
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`)
  })
})

describe('the plans that are validated', () => {
  it('need nothing that provider 5.100 does not know', () => {
    const plans = examplePlans()

    expect(plans.map(({ name }) => name)).toEqual([
      'example',
      'one VPC, two zonal NAT gateways, v5',
      'three VPCs, v11, all options',
      'CloudWatch alone, v2',
      'everything made elsewhere',
    ])
    expect(new Set(plans.map(({ settings }) => settings.lambda.runtime))).toEqual(
      new Set(['nodejs22.x']),
    )
    expect(
      plans.flatMap(({ settings }) => settings.natGateways.map(({ kind }) => kind)),
    ).not.toContain('regional')
  })
})
