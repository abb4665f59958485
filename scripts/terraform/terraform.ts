import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Environment } from '../../lib/settings/variables'
import { findProviderMirror, mirrorConfiguration } from './provider-mirror'

const run = promisify(execFile)

/** Terraform without an account, input or locks. */
export interface Terraform {
  readonly version: string
  /** The source of the providers, for messages. */
  readonly providers: string
  /** The output of a command; rejects with the output of a failed one. */
  run(folder: string, ...command: readonly string[]): Promise<string>
  close(): Promise<void>
}

/** Overrides for a plan without an account and without the stack's state; Terraform merges them over the stack. */
export const OFFLINE_OVERRIDE = {
  terraform: { backend: { local: { path: 'none.tfstate' } } },
  provider: {
    aws: {
      access_key: 'dummy',
      secret_key: 'dummy',
      // Without an account there is no id to compare.
      allowed_account_ids: [],
      skip_credentials_validation: true,
      skip_metadata_api_check: 'true',
      skip_region_validation: true,
      skip_requesting_account_id: true,
    },
  },
}

/** Undefined when `terraform` is not on the PATH. */
export async function openTerraform(environment: Environment): Promise<Terraform | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-terraform-'))
  const configuration = join(folder, 'terraform.rc')
  const mirror = findProviderMirror(environment)
  await writeFile(configuration, mirror === undefined ? '' : mirrorConfiguration(mirror))
  const env = {
    ...environment,
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  }
  const terraform = async (command: readonly string[], cwd: string): Promise<string> => {
    try {
      const options = { env, cwd, maxBuffer: 256 * 2 ** 20 }
      const { stdout } = await run('terraform', command, options)
      return stdout
    } catch (cause) {
      const { stderr = '', stdout = '' } = cause as { stderr?: string; stdout?: string }
      throw new Error(`${stderr}${stdout}`.trim() || (cause as Error).message, { cause })
    }
  }
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    const { terraform_version: version } = JSON.parse(
      await terraform(['version', '-json'], folder),
    ) as { terraform_version: string }
    return {
      version,
      providers: mirror === undefined ? 'the registry' : 'a mirror on this machine',
      run: (cwd, ...command) => terraform(command, cwd),
      close,
    }
  } catch (error) {
    await close()
    if ((error as { cause?: { code?: string } }).cause?.code === 'ENOENT') return undefined
    throw error
  }
}

/** The version of the AWS provider that `terraform init` chose for a stack. */
export async function providerVersion(folder: string, terraform: Terraform): Promise<string> {
  const versions = JSON.parse(await terraform.run(folder, 'version', '-json')) as {
    readonly provider_selections: Readonly<Record<string, string>>
  }
  return versions.provider_selections['registry.terraform.io/hashicorp/aws'] ?? 'unknown'
}
