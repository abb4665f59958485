import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../lib/settings/variables'

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws')

/**
 * A folder from which Terraform can install the AWS provider without a network: TF_PLUGIN_MIRROR, one of Terraform's implied
 * mirrors, or a folder directly below /opt. Undefined when none has the provider.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function findProviderMirror(environment: Environment): string | undefined {
  const candidates = [
    environment.TF_PLUGIN_MIRROR,
    join(homedir(), '.terraform.d', 'plugins'),
    join(homedir(), '.local', 'share', 'terraform', 'plugins'),
    join('/usr', 'local', 'share', 'terraform', 'plugins'),
    join('/usr', 'share', 'terraform', 'plugins'),
    ...foldersOf('/opt'),
  ]
  return candidates.find((folder) => folder !== undefined && existsSync(join(folder, PROVIDER)))
}

/** A CLI configuration with the folder for the AWS provider, and the registry for all others. */
export function mirrorConfiguration(folder: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`
}

function foldersOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
}
