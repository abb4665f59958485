import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../../lib/settings/settings'
import { buildApp } from '../../main'
import { openTerraform, providerVersion } from '../../scripts/terraform/terraform'

/** What Terraform made: the values of a resource as the provider read them back. */
export interface Resource {
  readonly address: string
  readonly type: string
  readonly values: Readonly<Record<string, unknown>>
}

/** The lake stack as the real provider made it at an endpoint. */
export interface Deployment {
  readonly provider: string
  /** Where paths in the resources begin. */
  readonly folder: string
  readonly resources: readonly Resource[]
}

/** Besides AWS_ENDPOINT_URL: no credentials of anybody, and buckets by their paths. */
const PROVIDER = {
  access_key: 'test',
  secret_key: 'test',
  s3_use_path_style: true,
  skip_metadata_api_check: 'true',
}

/** Synthesizes the lake stack and applies it at an endpoint that speaks for AWS. */
export async function deployLake(
  settings: Settings,
  endpoint: string,
  outdir: string,
): Promise<Deployment> {
  const terraform = await openTerraform({ ...process.env, AWS_ENDPOINT_URL: endpoint })
  if (!terraform) throw new Error('there is no `terraform` on the PATH')
  try {
    buildApp(settings, outdir).app.synth()
    const folder = join(outdir, 'stacks', 'lake')
    await adapt(folder)
    await terraform.run(folder, 'init', '-no-color')
    await terraform.run(folder, 'apply', '-no-color', '-auto-approve')
    const state = JSON.parse(await terraform.run(folder, 'show', '-json')) as {
      readonly values: { readonly root_module: { readonly resources: readonly Resource[] } }
    }
    const resources = state.values.root_module.resources.filter(
      ({ address }) => !(address in NETWORK) && !address.startsWith('aws_network_interface.'),
    )
    return { provider: await providerVersion(folder, terraform), folder, resources }
  } finally {
    await terraform.close()
  }
}

/** The only resource of a type that has this value. */
export function resourceOf(
  { resources }: Deployment,
  type: string,
  name: string,
  value: unknown,
): Resource {
  const found = resources.filter((each) => each.type === type && each.values[name] === value)
  if (found.length === 1) return found[0]!
  throw new Error(`Terraform made ${found.length} of ${type} whose ${name} is ${String(value)}`)
}

const NETWORK = {
  'aws_vpc.network': { cidr_block: '10.0.0.0/16' },
  'aws_subnet.network': { vpc_id: '${aws_vpc.network.id}', cidr_block: '10.0.0.0/24' },
} as const

/**
 * Lays files beside the stack's own that name the endpoint's ways, and that give each flow log an interface to watch: one
 * that was made gets an id of its own, while the stack's texts keep those of the settings.
 */
async function adapt(folder: string): Promise<void> {
  const { resource } = JSON.parse(await readFile(join(folder, 'cdk.tf.json'), 'utf8')) as {
    readonly resource: { readonly aws_flow_log: Readonly<Record<string, unknown>> }
  }
  const flowLogs = Object.keys(resource.aws_flow_log)
  const forEach = (value: (name: string) => object) =>
    Object.fromEntries(flowLogs.map((name) => [name, value(name)]))

  const network = {
    resource: {
      aws_vpc: { network: NETWORK['aws_vpc.network'] },
      aws_subnet: { network: NETWORK['aws_subnet.network'] },
      aws_network_interface: forEach(() => ({ subnet_id: '${aws_subnet.network.id}' })),
    },
  }
  const override = {
    terraform: { backend: { local: { path: 'lake.tfstate' } } },
    provider: { aws: PROVIDER },
    resource: {
      aws_flow_log: forEach((name) => ({ eni_id: `\${aws_network_interface.${name}.id}` })),
    },
  }
  await writeFile(join(folder, 'network.tf.json'), JSON.stringify(network))
  await writeFile(join(folder, 'endpoint_override.tf.json'), JSON.stringify(override))
}
