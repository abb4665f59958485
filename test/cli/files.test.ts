import { files } from '../../cli/commands/files'
import { gzipSync } from 'node:zlib'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { fakeTerminal } from './fake-terminal'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const NAME =
  '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260314T1000Z_0a1b2c3d.log.gz'

test('each file is listed with what it is, and whether it is used', async () => {
  bench.write(`logs/${NAME}`, gzipSync(log(record(1))))
  bench.write(`logs/${NAME.replace('T1000', 'T2000')}`, gzipSync(log(record(1))))
  bench.write('logs/access.json', '{}')
  bench.write('logs/odd.log', 'a b c 10.0.0.1 ACCEPT OK\na b c 10.0.0.1 ACCEPT OK\n')
  const terminal = fakeTerminal()
  await files(
    { path: [bench.path('logs')], lateness: '30m', to: '2026-03-14T11:00', output: 'json', noCache: true },
    terminal,
  ) // prettier-ignore
  const listed = (JSON.parse(terminal.stdout()) as Record<string, unknown>[]).map(
    ({ file, used, what, why, origin, from }) => [
      String(file).slice(bench.path('logs/').length),
      ...[used, what, why, origin, from],
    ],
  )
  expect(listed).toEqual([
    [NAME, 'yes', 'gzip text, header line, 14 fields', null, 'fl-0123456789abcdef0', '2026-03-14T10:00:00Z'],
    [NAME.replace('T1000', 'T2000'), 'no', null, 'out of the range', 'fl-0123456789abcdef0', '2026-03-14T20:00:00Z'],
    ['access.json', 'no', 'JSON without a record under `message`', 'not a flow log', null, null],
    ['odd.log', 'no', null, `\`${bench.path('logs/odd.log')}\` has 6 columns and no header line; the format is unknown`, null, null],
  ]) // prettier-ignore
})

test('without a path there is nothing to list', async () => {
  await expect(files({ lateness: '30m', output: 'table' }, fakeTerminal())).rejects.toMatchObject({
    message: 'no flow logs are given',
  })
})
