import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sample } from '../../cli/commands/sample'
import { fakeTerminal } from './fake-terminal'

const ARGS = {
  seed: '1',
  date: '2026-03-14',
  hours: '1',
  conversations: '3',
  fields: 'v5',
  as: 'text',
  nat: 'zonal',
  scope: 'vpc',
} as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-sample-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('writes a day and says what to run next', async () => {
  const terminal = fakeTerminal({ folder })

  expect(await sample({ ...ARGS, out: 'my day' }, terminal)).toBe(0)
  expect(terminal.stdout()).toBe('')
  expect(terminal.stderr()).toMatch(
    /^wrote [\d,]+ records, \d+ files, [\d.]+ k?B and truth\.json to my day\nnext: natlens run nat\/conversations --path 'my day'\n$/,
  )
  expect((await readdir(join(folder, 'my day'))).sort()).toEqual(['AWSLogs', 'truth.json'])
})

it('names a query that answers for a log of version 2', async () => {
  const terminal = fakeTerminal({ folder })

  await sample({ ...ARGS, fields: 'v2', out: 'day' }, terminal)

  expect(terminal.stderr()).toContain('run traffic/top-transfers --path day\n')
})

it.each([
  [{ hours: '0' }, '--hours `0` is not a whole number of 1 or more'],
  [{ conversations: 'many' }, '--conversations `many` is not a whole number of 1 or more'],
  [{ seed: '-1' }, '--seed `-1` is not a whole number of 0 or more'],
  [{ date: '2026-02-30' }, '--date `2026-02-30` is not a date such as 2026-03-14'],
  [{ out: '' }, '--out requires a folder'],
])('takes no %j', async (wrong, message) => {
  await expect(
    sample({ ...ARGS, out: 'day', ...wrong }, fakeTerminal({ folder })),
  ).rejects.toMatchObject({ message, exitCode: 2 })
  expect(await readdir(folder)).toEqual([])
})
