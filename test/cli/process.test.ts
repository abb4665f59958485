import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { natlens } from './natlens-process'

const MANY_MISTAKES = Array.from({ length: 400 }, (_, index) => `sort zzz${index}`).join('\n| ')

it.each([
  {
    words: [],
    stderr: [
      'natlens: Which command? For example `natlens summary --path logs/`.',
      'help: `natlens --help` lists the commands',
    ],
  },
  {
    words: ['lst'],
    stderr: ['natlens: unknown command `lst`', 'help: Did you mean `natlens list`?'],
  },
  {
    words: ['run', 'nat/conversations', '--pth', 'logs'],
    stderr: ['natlens: unknown option `--pth`', 'help: Did you mean `--path`?'],
  },
  {
    words: ['run', 'nat/conversations', '-p', 'logs', '-o', 'yaml'],
    stderr: [
      'natlens: --output `yaml` is invalid',
      'help: valid values: table, csv, json, ndjson, markdown, or a file: FILE.csv, FILE.json, FILE.parquet',
    ],
  },
  {
    words: ['run', '-p', 'logs', '-q', 'filter dstPrt = 443'],
    stderr: [
      '--query:1:8: unknown field `dstPrt`',
      '',
      '  1 | filter dstPrt = 443',
      '    |        ^^^^^^',
      'help: Did you mean `dstPort`?',
      'natlens: --query has an error',
    ],
  },
  {
    words: ['run', 'nat/talkers', '-p', 'logs', '--limit', '1', '--limit', '2'],
    stderr: ['natlens: --limit can be given only once'],
  },
  {
    words: ['run', 'nat/talkers', '--limit'],
    stderr: ['natlens: --limit requires a value', 'help: see `natlens run --help`'],
  },
  {
    words: ['show'],
    stderr: ['natlens: `natlens show` requires an argument', 'help: see `natlens show --help`'],
  },
  {
    words: ['partitions', 'remove'],
    stderr: ['natlens: action `remove` is invalid', 'help: valid values: list, add, delete'],
  },
  {
    words: ['show', 'nat/upload', 'nat/download'],
    stderr: ['natlens: unexpected argument `nat/download`', 'help: see `natlens show --help`'],
  },
])('exits with 2 and one message: natlens $words', async ({ words, stderr }) => {
  expect(await natlens(words)).toEqual({
    code: 2,
    stdout: '',
    stderr: `${stderr.join('\n')}\n`,
  })
})

it('lists the catalogue and loads neither DuckDB, nor the sample, nor an SDK', async () => {
  const coverage = await mkdtemp(join(tmpdir(), 'natlens-loaded-'))
  try {
    const { code, stdout } = await natlens(['list', '-o', 'json'], {
      environment: { NODE_V8_COVERAGE: coverage },
      fromSource: true,
    })
    const listHelp = await natlens(['--help'], {
      environment: { NODE_V8_COVERAGE: coverage },
      fromSource: true,
    })
    const loaded = await loadedScripts(coverage)

    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toContain(
      'nat/conversations',
    )
    expect(listHelp.code).toBe(0)
    expect(loaded.filter((url) => /\/lib\/catalogue\/catalogue\.ts/.test(url))).not.toEqual([])
    expect(
      loaded.filter((url) =>
        /@duckdb|aws-sdk|\/lib\/sample\/|\/lib\/engines\/local\/(?!module\.ts)/.test(url),
      ),
    ).toEqual([])
  } finally {
    await rm(coverage, { recursive: true })
  }
})

it('takes values after =, short options and several paths', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-words-'))
  try {
    for (const [index, name] of ['a.log', 'b.log'].entries()) {
      const record = `2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 ${index} 443 6 1 500 1773489600 1773489659 ACCEPT OK`
      await writeFile(join(folder, name), `${record}\n`)
    }

    const words = ['--path=a.log', '-o', 'csv', '-q', 'stats sum(bytes) as b', 'b.log']
    expect(await natlens(['run', ...words], { folder })).toEqual({
      code: 0,
      stdout: 'b\r\n1000\r\n',
      stderr: '',
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('names files of the source in the stack that --debug prints', async () => {
  const { code, stderr } = await natlens(['check', 'none.insights', '--debug'])

  expect(code).toBe(2)
  expect(stderr).toContain('UsageError: `none.insights` does not exist\n')
  expect(stderr).toMatch(/ at .*cli\/prepare-query\.ts:\d+:\d+\)?\n/)
  expect(stderr).toMatch(/ at .*cli\/commands\/check\.ts:\d+:\d+\)?\n/)
  expect(stderr).toContain('caused by: Error: ENOENT: no such file or directory, open ')
})

it('shows the help of a command, with examples and without colours', async () => {
  const { code, stdout, stderr } = await natlens(['sample', '--help'])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^natlens sample\n/)
  expect(stdout).toContain('Examples:\n  natlens sample --out day ')
  expect(stdout).not.toContain('\u001b')
})

it('ends quietly when the reader of its output goes away', async () => {
  const { code, stderr } = await natlens(['check'], {
    input: MANY_MISTAKES,
    closesEarly: true,
  })

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

it('diagnoses a query on stdin for a program to read', async () => {
  const { code, stdout, stderr } = await natlens(['check', '-', '-o', 'json'], {
    input: 'filter dstPrt = 443',
  })

  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(JSON.parse(stdout)).toEqual([
    {
      file: 'stdin',
      line: 1,
      column: 8,
      endLine: 1,
      endColumn: 14,
      code: 'unknown-field',
      message: 'unknown field `dstPrt`',
      help: 'Did you mean `dstPort`?',
      severity: 'error',
    },
  ])
})

it('completes the names of queries', async () => {
  const { stdout } = await natlens(['--get-yargs-completions', 'natlens', 'run', 'nat/conv'])

  expect(stdout.split('\n')).toContain('nat/conversations')
})

async function loadedScripts(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.flatMap((text) =>
    (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
  )
}
