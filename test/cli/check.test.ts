import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from '../../cli/commands/check'
import { fakeTerminal } from './fake-terminal'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-check-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('points at a mistake with a caret, and exits with 1', async () => {
  await writeFile(join(folder, 'a.insights'), 'filter action = "REJECT"\n| sort dstPrt desc\n')
  const terminal = fakeTerminal({ folder })

  expect(await check({ file: ['a.insights'], output: 'text' }, terminal)).toBe(1)
  expect(terminal.stdout()).toBe(
    [
      'a.insights:2:8: unknown field `dstPrt`',
      '',
      '  2 | | sort dstPrt desc',
      '    |        ^^^^^^',
      'help: Did you mean `dstPort`?',
      '',
      '',
    ].join('\n'),
  )
  expect(terminal.stderr()).toBe('1 query: 1 error, 0 warnings\n')
})

it('writes places as JSON, for queries with Windows line ends too', async () => {
  const terminal = fakeTerminal({ input: 'fields srcAddr\r\n| sort dstPrt desc\r\n' })

  expect(await check({ file: ['-'], output: 'json' }, terminal)).toBe(1)
  expect(JSON.parse(terminal.stdout())).toEqual([
    {
      file: 'stdin',
      line: 2,
      column: 8,
      endLine: 2,
      endColumn: 14,
      code: 'unknown-field',
      message: 'unknown field `dstPrt`',
      help: 'Did you mean `dstPort`?',
      severity: 'error',
    },
  ])
  expect(terminal.stderr()).toBe('')
})

it('reads folders for queries, however deep, in the order of their names', async () => {
  await mkdir(join(folder, 'queries/nat'), { recursive: true })
  await writeFile(join(folder, 'queries/nat/b.insights'), 'sort zzzzzz')
  await writeFile(join(folder, 'queries/a.insights'), 'sort yyyyyy')
  await writeFile(join(folder, 'queries/README.md'), 'no query')
  const terminal = fakeTerminal({ folder })

  expect(await check({ file: ['queries'], output: 'json' }, terminal)).toBe(1)
  const found = JSON.parse(terminal.stdout()) as { file: string }[]
  expect(found.map(({ file }) => file)).toEqual([
    join('queries', 'a.insights'),
    join('queries', 'nat', 'b.insights'),
  ])
})

it('prints an empty array and exits with 0 when all is well', async () => {
  const terminal = fakeTerminal({ input: '# Rejected\n\nfilter action = "REJECT"' })

  expect(await check({ output: 'json' }, terminal)).toBe(0)
  expect(terminal.stdout()).toBe('[]\n')
})

it('takes placeholders that the query declares, and reports those it does not', async () => {
  const declared = '# Title\n# Param: cidr block\n\nfilter isIpInSubnet(srcAddr, {{block}})'
  const good = fakeTerminal({ input: declared })
  const bad = fakeTerminal({ input: declared.replace('# Param: cidr block\n', '') })

  expect(await check({ output: 'json' }, good)).toBe(0)
  expect(await check({ output: 'json' }, bad)).toBe(1)
})

it('reports a misspelled trailer as an error of the query', async () => {
  const terminal = fakeTerminal({ input: '# Title\n# Need: bytes\n\nfields bytes' })

  expect(await check({ output: 'json' }, terminal)).toBe(1)
  expect(JSON.parse(terminal.stdout())).toMatchObject([
    { file: 'stdin', line: 1, column: 1, code: 'header', severity: 'error' },
  ])
})

it('checks the catalogue when nothing is given on a terminal', async () => {
  const terminal = fakeTerminal({ isInputTerminal: true })

  expect(await check({ output: 'text' }, terminal)).toBe(0)
  expect(terminal.stderr()).toMatch(/^2\d queries: 0 errors, \d warnings?\n$/)
})

it('says what is missing', async () => {
  const terminal = fakeTerminal({ folder })

  await expect(check({ file: ['none.insights'], output: 'text' }, terminal)).rejects.toMatchObject({
    message: '`none.insights` does not exist',
    exitCode: 2,
  })
  await expect(check({ file: ['.'], output: 'text' }, terminal)).rejects.toMatchObject({
    message: '`.` contains no *.insights files',
    exitCode: 2,
  })
})
