import {
  canRunCdktf,
  commandLines,
  inOrder,
  readRequest,
  type DeployableStack,
} from '../../scripts/terraform/deployment'
import { caught } from '../settings/caught'

const STACKS: readonly DeployableStack[] = [
  { name: 'quicksight', folder: 'out/stacks/quicksight', dependencies: ['lake'] },
  { name: 'cloudwatch', folder: 'out/stacks/cloudwatch', dependencies: [] },
  { name: 'lake', folder: 'out/stacks/lake', dependencies: [] },
]

const names = (...args: string[]) => inOrder(STACKS, readRequest(args)).map(({ name }) => name)

describe('a deployment', () => {
  it('takes a verb, stacks and --auto-approve, and nothing else', () => {
    expect(readRequest(['deploy', 'lake', '--auto-approve'])).toEqual({
      verb: 'deploy',
      stacks: ['lake'],
      autoApprove: true,
    })
    expect(caught(() => readRequest(['apply'])).message).toBe(
      '`apply` is not one of deploy, diff, destroy',
    )
    expect(caught(() => readRequest(['diff', '--force']))).toEqual({
      message: 'unknown option `--force`',
      help: 'valid arguments are names of stacks and --auto-approve',
    })
  })

  it('makes each stack after what it depends on, and destroys it before', () => {
    expect(names('deploy')).toEqual(['lake', 'quicksight', 'cloudwatch'])
    expect(names('destroy')).toEqual(['cloudwatch', 'quicksight', 'lake'])
    expect(names('deploy', 'cloudwatch', 'lake')).toEqual(['lake', 'cloudwatch'])
  })

  it('names the nearest stack when there is none of that name', () => {
    expect(caught(() => names('diff', 'lakes'))).toEqual({
      message: 'the settings have no stack `lakes`',
      help: 'Did you mean `lake`?',
    })
  })

  it('goes through cdktf up to Node 22', () => {
    expect([canRunCdktf('v20.20.2'), canRunCdktf('v22.1.0'), canRunCdktf('v24.0.0')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('is one command of cdktf, but for a diff, which takes one stack at a time', () => {
    const deploy = readRequest(['deploy', '--auto-approve'])
    const diff = readRequest(['diff'])

    expect(commandLines(inOrder(STACKS, deploy), deploy, 'cdktf')).toEqual([
      ['cdktf', 'deploy', 'lake', 'quicksight', 'cloudwatch', '--auto-approve'],
    ])
    expect(commandLines(inOrder(STACKS, diff), diff, 'cdktf')).toEqual([
      ['cdktf', 'diff', 'lake'],
      ['cdktf', 'diff', 'quicksight'],
      ['cdktf', 'diff', 'cloudwatch'],
    ])
  })

  it('is two commands of Terraform for each stack without cdktf', () => {
    const destroy = readRequest(['destroy', 'lake', '--auto-approve'])

    expect(commandLines(inOrder(STACKS, destroy), destroy, 'terraform')).toEqual([
      ['terraform', '-chdir=out/stacks/lake', 'init', '-input=false'],
      ['terraform', '-chdir=out/stacks/lake', 'destroy', '-auto-approve'],
    ])
  })
})
