import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeCache, type CodeCacheOptions } from '../../cli/code-cache'
import { natlens } from './natlens-process'

const BUILD = '0123456789abcdef'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-code-'))
  await program('one')
})
afterEach(() => rm(folder, { recursive: true }))

const program = (word: string) =>
  writeFile(
    join(folder, 'program.js'),
    `const { sep } = require('node:path')\nexports.words = () => ['${word}', require('./other.js').two, sep.length, __filename]\n`,
  ).then(() => writeFile(join(folder, 'other.js'), "exports.two = 'two'\n"))

const kept = () => join(folder, 'kept')

function run(options: Partial<CodeCacheOptions> = {}): unknown {
  const user = process.getuid?.()
  const cache = codeCache({ folder: kept(), build: BUILD, user, ...options })
  const { words } = cache.load(join(folder, 'program.js')) as { words: () => unknown }
  const answer = words()
  cache.save()
  return answer
}

const waitForAnswer = (word: string) => [word, 'two', 1, join(folder, 'program.js')]

it('runs a file, what it requires from beside it, and packages', () => {
  expect(run()).toEqual(waitForAnswer('one'))
})

it('keeps one file for each, and runs it instead of the text', async () => {
  run()
  expect((await readdir(kept())).sort()).toEqual([
    `other-${process.version}-${process.arch}.v8`,
    `program-${process.version}-${process.arch}.v8`,
  ])

  // V8 compares the length alone, so that this text is not even looked at.
  await program('eno')
  expect(run()).toEqual(waitForAnswer('one'))
})

it('runs the text of another build, and keeps that', async () => {
  run()
  await program('eno')
  expect(run({ build: 'fedcba9876543210' })).toEqual(waitForAnswer('eno'))
  await program('neo')
  expect(run({ build: 'fedcba9876543210' })).toEqual(waitForAnswer('eno'))
})

it('does not run what another user could have written', async () => {
  run()
  await program('eno')
  expect(run({ user: (process.getuid?.() ?? 0) + 1 })).toEqual(waitForAnswer('eno'))
})

it('runs the text where the kept file was cut off, and mends it', async () => {
  run()
  const file = join(kept(), `program-${process.version}-${process.arch}.v8`)
  const { size } = await stat(file)
  await truncate(file, size / 2)
  await program('eno')
  expect(run()).toEqual(waitForAnswer('eno'))
  expect((await stat(file)).size).toBeGreaterThan(size / 2)
})

it('runs without a folder that can be written', async () => {
  await writeFile(kept(), 'a file')
  expect(run()).toEqual(waitForAnswer('one'))
})

describe('the built program', () => {
  const list = (words: readonly string[], environment: Record<string, string | undefined> = {}) =>
    natlens(['list', ...words], {
      environment: { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: folder, ...environment },
    })
  const keptFiles = () => readdir(join(folder, 'natlens/code')).catch(() => [])

  it('keeps its code in the cache folder, and answers the same from it', async () => {
    const first = await list([])
    expect(await keptFiles()).toEqual([`program-${process.version}-${process.arch}.v8`])
    const before = await readFile(join(folder, 'natlens/code', (await keptFiles())[0]!))

    expect(await list([])).toEqual(first)
    expect(await readFile(join(folder, 'natlens/code', (await keptFiles())[0]!))).toEqual(before)
  })

  it('keeps nothing where Node is told so', async () => {
    expect(await list([], { NODE_DISABLE_COMPILE_CACHE: '1' })).toMatchObject({ code: 0 })
    expect(await keptFiles()).toEqual([])
  })
})
