import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '../lib/settings/read-settings'
import { buildApp } from '../main'

const SETTINGS = JSON.stringify({
  account: '123456789012',
  region: 'eu-central-1',
  vpcs: [{ id: 'vpc-0123456789abcdef0', cidrs: ['10.0.0.0/16'] }],
  lake: { enabled: false },
  terraformCloud: { organization: 'example' },
})

test('a stack with its state in Terraform Cloud is synthesized without Terraform on the PATH', () => {
  const path = process.env.PATH
  const outdir = mkdtempSync(join(tmpdir(), 'natlens-synth-'))
  process.env.PATH = ''
  try {
    buildApp(readSettings(SETTINGS, {}), outdir).app.synth()
    const stack = JSON.parse(
      readFileSync(join(outdir, 'stacks/cloudwatch/cdk.tf.json'), 'utf8'),
    ) as { terraform: { cloud: unknown } }
    expect(stack.terraform.cloud).toEqual({
      hostname: 'app.terraform.io',
      organization: 'example',
      workspaces: { name: 'natlens-cloudwatch' },
    })
  } finally {
    process.env.PATH = path
    rmSync(outdir, { recursive: true, force: true })
  }
})
