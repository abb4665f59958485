import type * as runFile from '../../cli/commands/run'
import type * as showFile from '../../cli/commands/show'
import type { OptionTable } from '../../cli/command'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { fakeTerminal, type FakeWorld } from '../cli/fake-terminal'
import { emptyFolder, lakeFolder, type LakeFolder } from '../cli/lake-folder'
import { fakeModule } from './fake-module'

let run: typeof runFile.run, runCommand: typeof runFile.runCommand
let show: typeof showFile.show, showCommand: typeof showFile.showCommand
beforeAll(async () => {
  const list = await import('../../lib/engines/engines')
  // The only place that names the engine besides its own file.
  jest.doMock('../../lib/engines/engines', () => ({ ENGINES: [...list.ENGINES, fakeModule] }))
  jest.resetModules()
  ;({ run, runCommand } = await import('../../cli/commands/run'))
  ;({ show, showCommand } = await import('../../cli/commands/show'))
})

let here: LakeFolder
beforeEach(async () => {
  here = await emptyFolder()
})
afterEach(() => here.remove())

type Arguments = Partial<Omit<Parameters<typeof run>[0], 'engine'>> & {
  readonly engine?: string
  readonly shelf?: string
}

async function asked(
  args: Arguments,
  machine: FakeWorld = { folder: here.folder },
  world?: Parameters<typeof run>[2],
) {
  const terminal = fakeTerminal(machine)
  const count = { query: 'stats count(*) as tapes', from: '3h', lateness: '30m', output: 'csv' }
  const error = await run({ engine: 'auto', ...count, ...args } as never, terminal, world).then(
    () => undefined,
    ({ message, help }: Error & { help?: string }) => ({ message, help }),
  )
  return { error, out: terminal.stdout(), said: terminal.stderr().split('\n').slice(0, -1) }
}

const NEWEST =
  'note: records that start after 2026-03-14T10:50:00Z may be incomplete: the shelf has a record about 60 minutes after the end of its interval of up to 10 minutes'

describe('an engine that is one folder and one line of the list', () => {
  it('runs by its name, and says how new its records are', async () => {
    expect(await asked({ engine: 'fake', shelf: 'a' })).toEqual({
      error: undefined,
      out: 'tapes\r\n3\r\n',
      said: [NEWEST],
    })
  })

  it('is chosen by its option', async () => {
    expect((await asked({ shelf: 'a' })).out).toBe('tapes\r\n3\r\n')
  })

  it('is compared with the engines of the settings', async () => {
    const deployed = await lakeFolder()
    const denied = () => Promise.reject(Object.assign(new Error(), { name: 'AccessDenied' }))
    const { out, said } = await asked(
      {},
      { folder: deployed.folder, environment: { SHELF: 'free' } },
      { connect: denied, connectLogs: denied, waiting: fakeWaiting({ start: '2026-03-14T12:00:00Z' }) }, // prettier-ignore
    )
    await deployed.remove()

    expect(out).toBe('tapes\r\n3\r\n')
    expect(said).toEqual([
      'note: --engine auto chose fake: the cheapest that has the range, about $0.00 (cloudwatch: price unknown; athena: price unknown)',
      NEWEST,
    ])
  })

  it('is estimated', async () => {
    expect((await asked({ estimate: true, shelf: 'free' })).out).toBe(
      'engine,covers,why,bytes,usd\r\nfake,yes,has tapes,2,0\r\n',
    )
  })

  it.each([
    [{ engine: 'fake', path: ['logs'] }, '--engine fake does not read files', 'use it without --path'],
    [{ engine: 'fake', workgroup: 'w' }, '--engine fake does not have the option --workgroup', 'it is an option of athena'],
    [{ engine: 'fake', region: 'eu-west-1' }, '--engine fake does not have the option --region', 'it is an option of cloudwatch, athena and trino'],
    [{ engine: 'athena', shelf: 'a' }, '--engine athena does not have the option --shelf', 'it is an option of fake'],
    [{ shelf: 'a', logGroup: ['g'] }, '--log-group is an option of cloudwatch, --shelf of fake', 'one engine runs a query; --estimate compares the engines that options name'],
    [{ shelf: 'a', path: ['logs'] }, '--shelf does not apply to files', 'it is an option of fake'],
    [{ shelf: 'a', maxUsd: '1' }, 'cannot estimate the cost on fake, so --max-usd cannot be enforced', 'allow `shelf:Count`, or run it without --max-usd'],
    [{ shelf: 'broken' }, 'the shelf fell: tape torn', undefined],
    [{}, 'no flow logs are given', 'use --path FILE, FOLDER or GLOB (`natlens sample --out DIR` writes logs to try), --log-group, --workgroup, --server, --shelf or natlens.config.json'],
  ] as [Arguments, string, string | undefined][])('has its place in the error of %j', async (args, message, help) => {
    expect((await asked(args)).error).toEqual({ message, help })
  }) // prettier-ignore

  it('has its name and its options in help', () => {
    const options: OptionTable = runCommand.options

    expect(options['shelf']?.describe).toBe('Fake: where the tapes are')
    expect(options['table']?.describe).toBe('Athena, Trino and Fake: the table over the logs')
    expect([options['engine']?.choices, showCommand.options.engine.choices]).toEqual([
      ['auto', 'local', 'cloudwatch', 'athena', 'trino', 'fake'],
      ['local', 'cloudwatch', 'athena', 'trino', 'fake'],
    ])
  })

  it('shows its SQL', async () => {
    const terminal = fakeTerminal()

    await show({ name: 'traffic/top-transfers', engine: 'fake' }, terminal)

    expect(terminal.stdout()).toContain('FROM "tapes"')
  })
})
