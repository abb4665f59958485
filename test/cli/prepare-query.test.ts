import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../cli/commands/run'
import { chooseQuery, prepareQuery } from '../../cli/prepare-query'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { fakeTerminal } from './fake-terminal'

const RUN = {
  engine: 'auto' as const,
  output: 'table' as const,
  lateness: '30m',
  paths: [] as string[],
}

describe('natlens run says what is wrong with the command line', () => {
  it.each([
    [
      { name: 'nat/conversation', path: ['logs'] },
      'no query named `nat/conversation`',
      `Did you mean \`nat/conversations\`? \`natlens list\` prints all ${loadCatalogue().all().length} queries`,
    ],
    [
      { name: 'nat/conversations', path: ['logs'], param: ['insde=10.0.0.0/8'] },
      '`nat/conversations` has no parameter `insde`',
      'Did you mean `inside`?',
    ],
    [
      { name: 'nat/conversations', path: ['logs'], from: 'tomorrow' },
      '--from `tomorrow` is not a date, a time or an age, such as 2026-03-01, 2026-03-01T09:00Z or 24h',
      undefined,
    ],
    [
      { name: 'nat/conversations', path: ['logs'], limit: 'ten' },
      '--limit `ten` is not a whole number of 0 or more',
      undefined,
    ],
    [
      { name: 'nat/conversations' },
      'no flow logs are given',
      'use --path FILE, FOLDER or GLOB (`natlens sample --out DIR` writes logs to try), ' +
        '--log-group, --workgroup, --server or natlens.config.json',
    ],
    [
      { path: ['logs'] },
      "Which query? Give a name (`natlens list`), --query 'QL' or --file FILE.",
      undefined,
    ],
    [
      { name: 'nat/conversations', query: 'fields @message', path: ['logs'] },
      '`nat/conversations` and --query are both given',
      'one query runs at a time',
    ],
    [{ file: 'none.insights', path: ['logs'] }, '`none.insights` does not exist', undefined],
  ])('%j', async (args, message, help) => {
    const terminal = fakeTerminal()

    await expect(run({ ...RUN, ...args }, terminal)).rejects.toMatchObject({
      message,
      help,
      exitCode: 2,
    })
    expect(terminal.stdout()).toBe('')
  })
})

it('points at a mistake of an ad-hoc query and stops', async () => {
  const terminal = fakeTerminal()

  await expect(chooseQuery({ query: 'sort dstPrt | limit x' }, terminal)).rejects.toMatchObject({
    message: '--query has 2 errors',
    exitCode: 2,
  })
  expect(terminal.stderr()).toContain('--query:1:6: unknown field `dstPrt`\n')
})

it('reads a query from a file or from stdin', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-query-'))
  try {
    await writeFile(join(folder, 'mine.insights'), '# Mine\n\nfields srcAddr')

    const fromFile = await chooseQuery({ file: 'mine.insights' }, fakeTerminal({ folder }))
    const fromInput = await chooseQuery({ file: '-' }, fakeTerminal({ input: 'fields dstAddr' }))

    expect({ name: fromFile.name, title: fromFile.title }).toEqual({
      name: 'mine.insights',
      title: 'Mine',
    })
    expect({ name: fromInput.name, text: fromInput.text }).toEqual({
      name: 'stdin',
      text: 'fields dstAddr',
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})

it.each([
  [5, [5]],
  [0, []],
  [undefined, [20]],
])('replaces the limit by %p', async (limit, counts) => {
  const terminal = fakeTerminal()
  const query = await chooseQuery({ query: 'fields srcAddr | limit 20' }, terminal)

  const { plan } = prepareQuery(query, { params: [], limit }, terminal)

  expect(plan.steps.flatMap((step) => (step.kind === 'limit' ? [step.count] : []))).toEqual(counts)
})

it('says that a part is for CloudWatch alone', async () => {
  const terminal = fakeTerminal()
  const query = await chooseQuery({ query: 'fields @message | pattern @message' }, terminal)

  expect(() => prepareQuery(query, { params: [] }, terminal)).toThrow(
    '--query uses Insights QL that has no SQL form',
  )
  expect(terminal.stderr().match(/`pattern` has no SQL form/g)).toHaveLength(1)
  expect(() => prepareQuery(query, { params: [], runsInsightsQl: false }, terminal)).toThrow()
  expect(prepareQuery(query, { params: [], runsInsightsQl: true }, terminal)).toEqual({
    text: 'fields @message\n| pattern @message',
    plan: { steps: [], columns: [], fields: [] },
    isOpaque: true,
  })
})
