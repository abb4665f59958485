import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { USAGE } from '../../scripts/terraform/deployment'

const ROOT = join(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'natlens-deploy-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the script with a Terraform that prints what it is asked for and fails when that has the word. */
function deploy(args: readonly string[], { terraform = true, failsAt = 'nothing' } = {}) {
  const bin = mkdtempSync(join(folder, 'bin-'))
  if (terraform) {
    const file = join(bin, 'terraform')
    writeFileSync(file, `#!/bin/sh\necho "$@"\ncase "$*" in *${failsAt}*) exit 3;; esac\n`)
    chmodSync(file, 0o755)
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', require.resolve('tsx'), join(ROOT, 'scripts/deploy.ts'), ...args],
    // Nothing else on the PATH: the programs of this machine must not answer.
    { cwd: folder, env: { PATH: bin, TMPDIR: tmpdir() }, encoding: 'utf8' },
  )
  return { status, stdout: stdout.split('\n').slice(0, -1), stderr }
}

describe('npm run deploy', () => {
  it('says what it takes', () => {
    expect(deploy(['deploy', '--help'])).toEqual({
      status: 0,
      stdout: USAGE.split('\n'),
      stderr: '',
    })
  })

  it('deploys nobody’s account', () => {
    expect(deploy(['deploy'])).toEqual({
      status: 1,
      stdout: [],
      stderr:
        'error: there is no natlens.config.json\n  help: copy natlens.config.example.json and edit it for your account\n',
    })
  })

  describe('with settings', () => {
    beforeAll(() =>
      copyFileSync(join(ROOT, 'natlens.config.example.json'), join(folder, 'natlens.config.json')),
    )

    it('asks for Terraform where there is none', () => {
      expect(deploy(['diff'], { terraform: false })).toEqual({
        status: 1,
        stdout: [],
        stderr:
          'error: `terraform` is not on the PATH\n  help: install 1.6 or later: https://developer.hashicorp.com/terraform/install\n',
      })
    })

    it('runs Terraform in the folders of the stacks that are named, one after the other', () => {
      const { status, stdout } = deploy(['deploy', 'quicksight', 'lake', '--auto-approve'])

      expect([status, stdout]).toEqual([
        0,
        [
          '-chdir=cdktf.out/stacks/lake init -input=false',
          '-chdir=cdktf.out/stacks/lake apply -auto-approve',
          '-chdir=cdktf.out/stacks/quicksight init -input=false',
          '-chdir=cdktf.out/stacks/quicksight apply -auto-approve',
        ],
      ])
    })

    it('stops at what fails and says what it did not run', () => {
      const { status, stderr } = deploy(['destroy', 'cloudwatch'], { failsAt: 'init' })

      expect(status).toBe(3)
      expect(stderr.split('\n').slice(-4)).toEqual([
        '> terraform -chdir=cdktf.out/stacks/cloudwatch init -input=false',
        'error: the command failed with 3',
        '  not run: terraform -chdir=cdktf.out/stacks/cloudwatch destroy',
        '',
      ])
    })
  })
})
