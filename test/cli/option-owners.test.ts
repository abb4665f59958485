import type { EngineArguments } from '../../cli/engines/engine-options'
import { enginesOfOptions, refuseOthers, refuseRemote } from '../../cli/engines/option-owners'
import { candidates, placesOf } from '../../cli/engines/places'
import type { UserError } from '../../lib/errors'
import type { Settings } from '../../lib/settings/settings'
import { exampleSettings } from '../settings/example-settings'

function refusal(ask: () => unknown): Pick<UserError, 'message' | 'help' | 'exitCode'> | undefined {
  try {
    ask()
    return undefined
  } catch (error) {
    const { message, help, exitCode } = error as UserError
    return { message, help, exitCode }
  }
}

const left = (args: Partial<EngineArguments>, settings?: Settings) =>
  candidates(args, placesOf(args, settings, { environment: {} }))

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
    [{ scanUsdPerGb: '1', scanUsdPerTb: '6' }, ['cloudwatch', 'athena', 'trino']],
    [{ region: 'eu-west-1', profile: 'p', maxUsd: '1', estimate: true }, ['cloudwatch', 'athena', 'trino']], // prettier-ignore
    [{ estimate: false, logGroup: ['g'] }, ['cloudwatch']],
  ] as [Partial<EngineArguments>, string[]][])('is left by %j: %j', (args, names) => {
    expect(enginesOfOptions(args)).toEqual(names)
  })

  it('takes of the engines that an option leaves those that the settings know', () => {
    expect(left({ table: 't' }, exampleSettings())).toEqual(['athena'])
    expect(left({ table: 't' })).toEqual([])
    expect(left({ reuse: '1h' })).toEqual(['athena'])
    expect(left({}, exampleSettings())).toEqual(['cloudwatch', 'athena'])
  })

  it.each([
    [{ logGroup: ['g'], workgroup: 'w' }, '--log-group belongs to cloudwatch, --workgroup to athena'],
    [{ table: 't', database: 'd', logGroup: ['g'] }, '--log-group belongs to cloudwatch, --database to athena and trino'],
    [{ user: 'ana', table: 't', reuse: '1h' }, '--reuse belongs to athena, --user to trino'],
  ])('refuses %j in one sentence', (args, message) => {
    expect(refusal(() => enginesOfOptions(args))).toEqual({
      message,
      help: 'one engine answers a question; --estimate compares those that options name',
      exitCode: 2,
    })
  }) // prettier-ignore

  it('estimates all that are named', () => {
    const named = { estimate: true, logGroup: ['g'], table: 't' }

    expect(enginesOfOptions({ ...named, workgroup: 'w' })).toEqual(['cloudwatch', 'athena'])
    expect(refusal(() => enginesOfOptions(named))?.message).toBe(
      '--log-group belongs to cloudwatch, --table to athena and trino',
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
    expect(refusal(() => refuseOthers(name, args as Partial<EngineArguments>))).toEqual({
      message: `--engine ${name} takes no ${option}`,
      help: `it belongs to ${owner}`,
      exitCode: 2,
    })
  })

  it('takes its own', () => {
    const own = { server: 'x', database: 'd', table: 't', region: 'eu-west-1', maxUsd: '1' }

    expect(refusal(() => refuseOthers('trino', own))).toBeUndefined()
  })
})

it.each([
  [{ logGroup: ['g'] }, '--log-group', 'it belongs to cloudwatch, which reads no files'],
  [{ catalog: 'c' }, '--catalog', 'it belongs to athena and trino, which read no files'],
  [{ profile: 'p' }, '--profile', 'it belongs to cloudwatch, athena and trino, which read no files'],
  [{ maxUsd: '1' }, '--max-usd', 'what is read on this machine costs nothing'],
] as [Partial<EngineArguments>, string, string][])('files refuse %j', (args, option, help) => {
  expect(refusal(() => refuseRemote({ engine: 'auto', ...args }, true))).toEqual({
    message: `${option} says nothing about files`,
    help,
    exitCode: 2,
  })
}) // prettier-ignore

it('whose partitions must be there is known of the lake of the settings, in its own region', () => {
  const origin = (args: Partial<EngineArguments>) =>
    placesOf(args, exampleSettings(), { environment: {} }).athena.origin

  expect(origin({})).toEqual({ accountId: '123456789012', region: 'eu-central-1' })
  expect(origin({ region: 'eu-central-1' })).toEqual(origin({}))
  expect([origin({ region: 'eu-west-1' }), origin({ table: 'another' })]).toEqual([undefined, undefined]) // prettier-ignore
})
