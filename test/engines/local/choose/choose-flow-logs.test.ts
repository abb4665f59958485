import { ask, failure, log, record, workbench, type Workbench } from '../workbench'

let bench: Workbench
beforeAll(() => {
  bench = workbench()
  bench.gzip(nameOf('fl-0a'), log(record(1)))
  bench.gzip(nameOf('fl-0b'), log(record(10)))
  bench.gzip(nameOf('fl-0c'), log(record(100)))
  bench.gzip('000000.gz', log(record(1000)))
})
afterAll(() => bench.remove())

const nameOf = (id: string) =>
  `123456789012_vpcflowlogs_eu-west-1_${id}_20260314T1000Z_0a1b2c3d.log.gz`
const SUM = 'SELECT sum(bytes)::BIGINT FROM flow_logs'

test('only the chosen flow logs count, and one note has the number of the other files', async () => {
  const { rows, messages } = await ask(bench.folder, { sql: SUM, flowLogs: ['fl-0b'] })
  expect(rows).toEqual([[10]])
  expect(messages).toEqual([
    `note: skipped 3 files that are not of a chosen flow log: \`${bench.path('000000.gz')}\`, ` +
      `\`${bench.path(nameOf('fl-0a'))}\`, \`${bench.path(nameOf('fl-0c'))}\``,
  ])
})

test('the id of no file is an error with the ids that there are', async () => {
  await expect(failure(ask(bench.folder, { flowLogs: ['fl-0b', 'fl-0d'] }))).resolves.toMatchObject(
    {
      message: 'no file is of the flow log `fl-0d`',
      help: 'the files are of fl-0a, fl-0b, fl-0c',
      exitCode: 2,
    },
  )
  await expect(
    failure(ask(bench.path('000000.gz'), { flowLogs: ['fl-0d'] })),
  ).resolves.toMatchObject({
    message: 'no file is of the flow log `fl-0d`',
    help: 'no file has a name that AWS gives, so the flow logs are unknown',
  })
})
