import { show } from '../../cli/commands/show'
import { fakeTerminal } from './fake-terminal'
import { emptyFolder, lakeFolder, SETTINGS } from './lake-folder'

const ARGS = { name: 'traffic/top-transfers', engine: 'cloudwatch' } as const

it('prints Insights QL with its parameters filled in', async () => {
  const terminal = fakeTerminal()

  await show({ ...ARGS, name: 'nat/upload', param: ['inside=192.0.2.0/24'] }, terminal)

  expect(terminal.stdout()).toContain('isIpInSubnet(pktSrcAddr, "192.0.2.0/24")')
  expect(terminal.stdout()).not.toContain('{{')
  expect(terminal.stdout().endsWith('| limit 100\n')).toBe(true)
})

it('prints SQL for Athena, with the partitions of the range', async () => {
  const terminal = fakeTerminal()

  await show({ ...ARGS, engine: 'athena', from: '2026-03-01', to: '2026-03-02' }, terminal)

  expect(terminal.stdout()).toContain('FROM "awsdatacatalog"."natlens"."flow_logs"')
  expect(terminal.stdout()).toContain(`"month" IN ('03')`)
})

it('warns of an unknown NATLENS_ variable and goes on without settings', async () => {
  const here = await emptyFolder()
  const environment = { NATLENS_DIR: '/srv', NATLENS_TRINO_TOKEN: 'secret' }
  const terminal = fakeTerminal({ folder: here.folder, environment })

  await show({ ...ARGS, engine: 'athena' }, terminal)
  await here.remove()

  expect(terminal.stderr()).toBe('warning: Unknown environment variable NATLENS_DIR\n')
  expect(terminal.stdout()).toContain('FROM "awsdatacatalog"."natlens"."flow_logs"')
})

it('names the table of the settings, for Trino in the catalog that it is found in by default', async () => {
  const here = await lakeFolder({ ...SETTINGS, lake: { database: 'logs', table: 'nat' } })
  const terminal = fakeTerminal({ folder: here.folder })

  await show({ ...ARGS, engine: 'trino' }, terminal)
  await here.remove()

  expect(terminal.stdout()).toContain('FROM "hive"."logs"."nat"')
})

it('prints SQL for the local engine without the fields that the format lacks', async () => {
  const terminal = fakeTerminal()

  await show({ ...ARGS, engine: 'local', logFormat: 'v2' }, terminal)

  expect(terminal.stdout()).toContain('FROM "flow_logs"')
  expect(terminal.stdout()).not.toContain('pkt_srcaddr')
})

it('says that CloudWatch takes the range apart from the text', async () => {
  const terminal = fakeTerminal()

  await show({ ...ARGS, from: '24h' }, terminal)

  expect(terminal.stderr()).toBe(
    'note: the time range is not part of the text; CloudWatch takes it beside the query\n',
  )
})

it('refuses a log format where no SQL is printed', async () => {
  await expect(show({ ...ARGS, logFormat: 'banana' }, fakeTerminal())).rejects.toMatchObject({
    message: '--log-format does not apply to --engine cloudwatch',
    help: 'it is for SQL: --engine local, --engine athena, --engine trino',
    exitCode: 2,
  })
})

it('names the nearest query', async () => {
  await expect(show({ ...ARGS, name: 'traffic/top-transfer' }, fakeTerminal())).rejects.toThrow(
    'no query named `traffic/top-transfer`',
  )
})
