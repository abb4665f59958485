import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deploy } from '../../scripts/terraform/deploy'
import { USAGE, type CommandLine } from '../../scripts/terraform/deployment'

const ROOT = join(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'natlens-deploy-'))
const withSettings = mkdtempSync(join(folder, 'own-'))
copyFileSync(join(ROOT, 'natlens.config.example.json'), join(withSettings, 'natlens.config.json'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Deploys two stacks with a Terraform that fails where its command has the word. */
async function deployWith(
  args: readonly string[],
  { settings = withSettings, terraform = true, failsAt = 'nothing' } = {},
) {
  const commands: string[] = []
  const printed: string[] = []
  const code = await deploy(args, {
    environment: {},
    folder: settings,
    run([program, ...rest]: CommandLine, output) {
      if (program !== 'terraform' || !terraform) return { status: null }
      const command = rest.join(' ')
      if (output === 'shown') commands.push(command)
      return { status: command.includes(failsAt) ? 3 : 0 }
    },
    synthesize: () =>
      Promise.resolve({
        stacks: ['cloudwatch', 'lake'].map((name) => ({ name, folder: name, dependencies: [] })),
        notes: ['a note'],
      }),
    printHelp: (text) => void printed.push(text),
    printMessage: (text) => void printed.push(text),
  })
  return { code, commands, printed }
}

describe('npm run deploy', () => {
  it('prints its help', async () => {
    expect(await deployWith(['deploy', '--help'])).toEqual({ code: 0, commands: [], printed: [USAGE] }) // prettier-ignore
  })

  it('requires settings of its own', async () => {
    await expect(deployWith(['deploy'], { settings: folder })).rejects.toMatchObject({
      message: 'there is no natlens.config.json',
      help: 'copy natlens.config.example.json and edit it for your account',
    })
  })

  it('requires Terraform', async () => {
    await expect(deployWith(['diff'], { terraform: false })).rejects.toMatchObject({
      message: '`terraform` is not on the PATH',
      help: 'install 1.6 or later: https://developer.hashicorp.com/terraform/install',
    })
  })

  it('stops at what fails and says what it did not run', async () => {
    expect(await deployWith(['destroy'], { failsAt: 'lake init' })).toEqual({
      code: 3,
      commands: ['-chdir=lake init -input=false'],
      printed: [
        'a note',
        '> terraform -chdir=lake init -input=false',
        'error: the command failed with 3',
        '  not run: terraform -chdir=lake destroy; terraform -chdir=cloudwatch init -input=false; terraform -chdir=cloudwatch destroy',
      ],
    })
  })

  it('runs Terraform in the folders of the stacks that are named, one after the other', () => {
    const bin = mkdtempSync(join(folder, 'bin-'))
    writeFileSync(join(bin, 'terraform'), '#!/bin/sh\necho "$@"\n')
    chmodSync(join(bin, 'terraform'), 0o755)
    const program = ['--import', require.resolve('tsx'), join(ROOT, 'scripts/deploy.ts')]

    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...program, 'deploy', 'quicksight', 'lake', '--auto-approve'],
      // Nothing else on the PATH: the programs of this machine must not answer.
      { cwd: withSettings, env: { PATH: bin, TMPDIR: tmpdir() }, encoding: 'utf8' },
    )

    const shown = [
      '-chdir=cdktf.out/stacks/lake init -input=false',
      '-chdir=cdktf.out/stacks/lake apply -auto-approve',
      '-chdir=cdktf.out/stacks/quicksight init -input=false',
      '-chdir=cdktf.out/stacks/quicksight apply -auto-approve',
    ]
    expect([status, stdout.split('\n').slice(0, -1)]).toEqual([0, shown])
    expect(stderr.split('\n').filter((line) => line.startsWith('> '))).toEqual(
      shown.map((command) => `> terraform ${command}`),
    )
  })
})
