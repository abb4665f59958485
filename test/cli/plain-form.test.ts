import { plainArguments } from '../../cli/plain-form'
import { runCommand } from '../../cli/commands/run'
import { showCommand } from '../../cli/commands/show'
import { listCommand } from '../../cli/commands/list'
import { partitionsCommand } from '../../cli/commands/partitions'

const DEFAULTS = { engine: 'auto', lateness: '30m', output: 'table' }

describe('a command line of the plain form', () => {
  it.each<[string[], Record<string, unknown>]>([
    [['nat/upload', '--path', 'a', '-p', 'b'], { name: 'nat/upload', path: ['a', 'b'], paths: [] }],
    [
      ['--path=a', 'nat/upload', 'b', 'c', '-o', 'csv', '--limit=0'],
      { name: 'nat/upload', path: ['a'], paths: ['b', 'c'], output: 'csv', limit: '0' },
    ],
    [
      ['-q', 'stats count(*)', '-p', 'a', '--no-cache', '--log-format', 'v2', '--debug'],
      { query: 'stats count(*)', path: ['a'], paths: [], noCache: true, logFormat: 'v2' },
    ],
    [
      ['-f', '-', '--param', 'a=-', '--param', 'b=1'],
      { file: '-', param: ['a=-', 'b=1'], paths: [] },
    ],
  ])('%j is read without yargs', (words, expected) => {
    expect(plainArguments(words, runCommand)).toEqual({ ...DEFAULTS, ...expected })
  })

  it.each([
    ['an option that there is not', ['--pth', 'a']],
    ['a value that is not among the choices', ['-o', 'yaml']],
    ['one value given twice', ['--limit', '1', '--limit', '2']],
    ['a value that is missing', ['--limit']],
    ['a flag with a value', ['--strict=no']],
    ['help', ['--help']],
    ['the short help', ['-h']],
  ])('%s is left to yargs', (_, words) => {
    expect(plainArguments(['nat/upload', ...words], runCommand)).toBeUndefined()
  })

  it('leaves to yargs an action that is not among the choices', () => {
    expect(plainArguments(['remove'], partitionsCommand)).toBeUndefined()
    expect(plainArguments(['list'], partitionsCommand)).toMatchObject({ action: 'list' })
  })

  it('leaves to yargs an argument that is missing or too much', () => {
    expect(plainArguments([], showCommand)).toBeUndefined()
    expect(plainArguments(['nat/upload', 'nat/download'], showCommand)).toBeUndefined()
    expect(plainArguments(['nat'], listCommand)).toBeUndefined()
    expect(plainArguments(['--group', 'nat'], listCommand)).toMatchObject({ group: 'nat' })
  })
})
