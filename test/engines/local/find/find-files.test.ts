import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles } from '../../../../lib/engines/local/find/find-files'
import { workbench, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const found = (...paths: string[]) =>
  findFiles(paths.map((path) => bench.path(path))).files.map(({ shown }) =>
    shown.slice(bench.folder.length + 1),
  )

test('a folder is read to its last file, in the order of the paths', () => {
  bench.write('logs/b/2.log', '')
  bench.write('logs/a/1.log', '')
  bench.write('logs/3.log', '')
  expect(found('logs')).toEqual(['logs/3.log', 'logs/a/1.log', 'logs/b/2.log'])
})

test('globs match names, sets, one character and any folders, but no hidden names', () => {
  for (const name of ['a1.log', 'a2.log', 'b1.log', 'x/y/a3.log', '.a4.log']) bench.write(name, '')
  expect(found('a*.log')).toEqual(['a1.log', 'a2.log'])
  expect(found('?1.log')).toEqual(['a1.log', 'b1.log'])
  expect(found('[!a]*.log')).toEqual(['b1.log'])
  expect(found('[a-b]1.log')).toEqual(['a1.log', 'b1.log'])
  expect(found('**/a*.log')).toEqual(['a1.log', 'a2.log', 'x/y/a3.log'])
  expect(found('x/**')).toEqual(['x/y/a3.log'])
})

test('a folder that a glob matches is read as a folder', () => {
  bench.write('day-1/a.log', '')
  bench.write('day-2/b.log', '')
  expect(found('day-*')).toEqual(['day-1/a.log', 'day-2/b.log'])
})

test('a path that exists is never read as a glob', () => {
  bench.write('a[1].log', '')
  bench.write('a1.log', '')
  expect(found('a[1].log')).toEqual(['a[1].log'])
})

test('a file is found once, however many paths and links lead to it', () => {
  const file = bench.write('logs/a/1.log', '')
  symlinkSync(file, join(bench.folder, 'logs', 'link.log'))
  symlinkSync(bench.path('logs/a'), join(bench.folder, 'logs', 'again'))
  symlinkSync(bench.path('logs'), join(bench.folder, 'logs', 'a', 'circle'))
  expect(found('logs', 'logs/a', 'logs/a/1.log', 'logs/**/*.log')).toEqual(['logs/a/1.log'])
})

test('hidden files and folders are skipped and named', () => {
  bench.write('logs/1.log', '')
  bench.write('logs/.DS_Store', '')
  bench.write('logs/.git/config', '')
  const { files, skipped } = findFiles([bench.path('logs')])
  expect(files).toHaveLength(1)
  expect(skipped).toEqual([
    { kind: 'skipped', shown: bench.path('logs/.DS_Store'), reason: 'hidden' },
    { kind: 'skipped', shown: bench.path('logs/.git'), reason: 'hidden' },
  ])
})

test('a missing path is named with the nearest name beside it', () => {
  mkdirSync(bench.path('logs'))
  expect(() => findFiles([bench.path('logz')])).toThrow(
    expect.objectContaining({
      message: `\`${bench.path('logz')}\` does not exist`,
      help: `\`${bench.path('logs')}\` is spelled almost the same`,
      exitCode: 2,
    }) as Error,
  )
  expect(() => findFiles([bench.path('elsewhere')])).toThrow(
    expect.objectContaining({ help: undefined, exitCode: 2 }) as Error,
  )
})

test('a glob without a match is an error', () => {
  expect(() => findFiles([bench.path('*.gz')])).toThrow(
    expect.objectContaining({
      message: `\`${bench.path('*.gz')}\` matches no file`,
      exitCode: 2,
    }) as Error,
  )
})
