import type { EngineArguments } from '../../cli/engines/engine-options'
import { REMOTE_ENGINES } from '../../cli/engines/engine-list'
import { enginesWithOptions, refuseUnsupported } from '../../cli/engines/option-owners'
import { selectEngines } from '../../cli/engines/select-engines'
import { athenaModule } from '../../lib/engines/athena/module'
import type { UserError } from '../../lib/errors'
import type { Settings } from '../../lib/settings/settings'
import { setupOf } from '../engines/engine-setup'
import { exampleSettings } from '../settings/example-settings'

const engineNamed = (name: string) => REMOTE_ENGINES.find((engine) => engine.name === name)!

function refusal(ask: () => unknown): Pick<UserError, 'message' | 'help' | 'exitCode'> | undefined {
  try {
    ask()
    return undefined
  } catch (error) {
    const { message, help, exitCode } = error as UserError
    return { message, help, exitCode }
  }
}

const names = (args: Partial<EngineArguments>) => enginesWithOptions(args).map(({ name }) => name)

const known = (args: Partial<EngineArguments>, settings?: Settings) =>
  enginesWithOptions(args)
    .filter((engine) => engine.locate(setupOf(args, settings)).isKnown)
    .map(({ name }) => name)

describe('--engine auto', () => {
  it.each([
    [{ logGroup: ['g'] }, ['cloudwatch']],
    [{ workgroup: 'w', database: 'd', table: 't', catalog: 'c', reuse: '1h' }, ['athena']],
    [{ reuse: '1h' }, ['athena']],
    [{ server: 'https://trino.example.com', table: 't', database: 'd' }, ['trino']],
    [{ schema: 's' }, ['trino']],
    [{ user: 'ana' }, ['trino']],
    [{ table: 't' }, ['athena', 'trino']],
    [{ catalog: 'c' }, ['athena', 'trino']],
    [{ flowLog: ['fl-1'] }, ['athena', 'trino']],
    [{ scanUsdPerGb: '1', scanUsdPerTb: '6' }, ['cloudwatch', 'athena', 'trino']],
    [{ region: 'eu-west-1', profile: 'p', maxUsd: '1', estimate: true }, ['cloudwatch', 'athena', 'trino']], // prettier-ignore
    [{ estimate: false, logGroup: ['g'] }, ['cloudwatch']],
  ] as [Partial<EngineArguments>, string[]][])('is left by %j: %j', (args, expected) => {
    expect(names(args)).toEqual(expected)
  })

  it('takes of the engines that an option leaves those that the settings know', () => {
    expect(known({ table: 't' }, exampleSettings())).toEqual(['athena'])
    expect(known({ table: 't' })).toEqual([])
    expect(names({ reuse: '1h' })).toEqual(['athena'])
    expect(known({}, exampleSettings())).toEqual(['cloudwatch', 'athena'])
  })

  it.each([
    [{ logGroup: ['g'], workgroup: 'w' }, '--log-group is an option of cloudwatch, --workgroup of athena'],
    [{ table: 't', database: 'd', logGroup: ['g'] }, '--log-group is an option of cloudwatch, --database of athena and trino'],
    [{ user: 'ana', table: 't', reuse: '1h' }, '--reuse is an option of athena, --user of trino'],
  ])('refuses %j in one sentence', (args, message) => {
    expect(refusal(() => enginesWithOptions(args))).toEqual({
      message,
      help: 'one engine runs a query; --estimate compares the engines that options name',
      exitCode: 2,
    })
  }) // prettier-ignore

  it('estimates all that are named', () => {
    const named = { estimate: true, logGroup: ['g'], table: 't' }

    expect(names({ ...named, workgroup: 'w' })).toEqual(['cloudwatch', 'athena'])
    expect(refusal(() => enginesWithOptions(named))?.message).toBe(
      '--log-group is an option of cloudwatch, --table of athena and trino',
    )
  })
})

describe('an engine that is named', () => {
  it.each([
    ['cloudwatch', { table: 't' }, '--table', 'athena and trino'],
    ['athena', { scanUsdPerGb: '1' }, '--scan-usd-per-gb', 'cloudwatch'],
    ['athena', { workgroup: 'w', schema: 's' }, '--schema', 'trino'],
    ['trino', { logGroup: ['g'], server: 'x' }, '--log-group', 'cloudwatch'],
  ] as const)('%s refuses %j', (name, args, option, owner) => {
    expect(
      refusal(() => refuseUnsupported(engineNamed(name), args as Partial<EngineArguments>)),
    ).toEqual({
      message: `--engine ${name} does not have the option ${option}`,
      help: `it is an option of ${owner}`,
      exitCode: 2,
    })
  })

  it('takes its own', () => {
    const own = { server: 'x', database: 'd', table: 't', region: 'eu-west-1', maxUsd: '1' }

    expect(refusal(() => refuseUnsupported(engineNamed('trino'), own))).toBeUndefined()
  })
})

it.each([
  [{ logGroup: ['g'] }, '--log-group', 'it is an option of cloudwatch'],
  [{ catalog: 'c' }, '--catalog', 'it is an option of athena and trino'],
  [{ profile: 'p' }, '--profile', 'it is an option of cloudwatch, athena and trino'],
  [{ maxUsd: '1' }, '--max-usd', 'reading files on this machine costs nothing'],
] as [Partial<EngineArguments>, string, string][])('files refuse %j', (args, option, help) => {
  expect(refusal(() => selectEngines({ engine: 'auto', ...args }, ['logs']))).toEqual({
    message: `${option} does not apply to files`,
    help,
    exitCode: 2,
  })
}) // prettier-ignore

it('the account whose partitions must be there is known of the lake of the settings, in its own region', () => {
  const account = (args: Partial<EngineArguments>) =>
    athenaModule.locate(setupOf(args, exampleSettings())).expectedAccount

  expect(account({})).toEqual({ accountId: '123456789012', region: 'eu-central-1' })
  expect(account({ region: 'eu-central-1' })).toEqual(account({}))
  expect([account({ region: 'eu-west-1' }), account({ table: 'another' })]).toEqual([undefined, undefined]) // prettier-ignore
})

it('files, Athena and Trino have --flow-log, CloudWatch has not', () => {
  const args = { engine: 'auto', flowLog: ['fl-1'] } as EngineArguments

  expect(selectEngines(args, ['logs'])).toMatchObject({ kind: 'files' })
  expect(refusal(() => refuseUnsupported(engineNamed('cloudwatch'), args))).toMatchObject({
    message: '--engine cloudwatch does not have the option --flow-log',
  })
})
