import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles } from '../../../../lib/engines/local/find/find-files'
import { workbench, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

async function found(...paths: string[]): Promise<string[]> {
  const { files } = await findFiles(paths.map((path) => bench.path(path)))
  return files.map(({ shown }) => shown.slice(bench.folder.length + 1))
}

test('a folder is read to its last file, in the order of the paths', async () => {
  bench.write('logs/b/2.log', '')
  bench.write('logs/a/1.log', '')
  bench.write('logs/3.log', '')
  expect(await found('logs')).toEqual(['logs/3.log', 'logs/a/1.log', 'logs/b/2.log'])
})

test('globs match names, sets, one character and any folders, but no hidden names', async () => {
  for (const name of ['a1.log', 'a2.log', 'b1.log', 'x/y/a3.log', '.a4.log']) bench.write(name, '')
  expect(await found('a*.log')).toEqual(['a1.log', 'a2.log'])
  expect(await found('?1.log')).toEqual(['a1.log', 'b1.log'])
  expect(await found('[!a]*.log')).toEqual(['b1.log'])
  expect(await found('[a-b]1.log')).toEqual(['a1.log', 'b1.log'])
  expect(await found('**/a*.log')).toEqual(['a1.log', 'a2.log', 'x/y/a3.log'])
  expect(await found('x/**')).toEqual(['x/y/a3.log'])
})

test('braces give alternatives, also with folders in them', async () => {
  for (const name of ['a/1.gz', 'b/2.gz', 'c/d/3.gz', 'e/4.gz']) bench.write(name, '')
  expect(await found('{a,b}/*.gz')).toEqual(['a/1.gz', 'b/2.gz'])
  expect(await found('{a,c/d}/*.gz')).toEqual(['a/1.gz', 'c/d/3.gz'])
  expect(await found('?/{1,4}.gz')).toEqual(['a/1.gz', 'e/4.gz'])
})

test('other special characters stand for themselves', async () => {
  for (const name of ['old (1)/a.gz', 'old 1/a.gz', '!b.gz', 'c+(d).gz', 'x|y.gz', 'x.gz']) {
    bench.write(name, '')
  }
  expect(await found('old (1)/*.gz')).toEqual(['old (1)/a.gz'])
  expect(await found('old (?)/*.gz')).toEqual(['old (1)/a.gz'])
  expect(await found('!*.gz')).toEqual(['!b.gz'])
  expect(await found('c+(d)*')).toEqual(['c+(d).gz'])
  expect(await found('x|y*')).toEqual(['x|y.gz'])
})

test('a folder that exists is taken literally in a glob', async () => {
  bench.write('{a,b}/1.gz', '')
  bench.write('a/2.gz', '')
  bench.write('[c]/3.gz', '')
  bench.write('c/4.gz', '')
  expect(await found('{a,b}/*.gz')).toEqual(['{a,b}/1.gz'])
  expect(await found('[c]/*.gz')).toEqual(['[c]/3.gz'])
})

test('globs follow links to folders, but `**` does not', async () => {
  bench.write('logs/a/1.log', '')
  bench.write('logs/.hidden/2.log', '')
  symlinkSync(bench.path('logs/a'), bench.path('link'))
  symlinkSync(bench.path('nowhere'), bench.path('logs/broken.log'))
  const shownBy = async (path: string) =>
    (await findFiles([path])).files.map(({ shown }) => shown.slice(bench.folder.length + 1))
  expect(await shownBy(bench.path('l*k/*.log'))).toEqual(['link/1.log'])
  expect(await shownBy(bench.path('**/*.log'))).toEqual(['logs/a/1.log'])
})

test('a folder that a glob matches is read as a folder', async () => {
  bench.write('day-1/a.log', '')
  bench.write('day-2/b.log', '')
  expect(await found('day-*')).toEqual(['day-1/a.log', 'day-2/b.log'])
})

test('a path that exists is never read as a glob', async () => {
  bench.write('a[1].log', '')
  bench.write('a1.log', '')
  expect(await found('a[1].log')).toEqual(['a[1].log'])
})

test('a file is found once, however many paths and links lead to it', async () => {
  const file = bench.write('logs/a/1.log', '')
  symlinkSync(file, join(bench.folder, 'logs', 'link.log'))
  symlinkSync(bench.path('logs/a'), join(bench.folder, 'logs', 'again'))
  symlinkSync(bench.path('logs'), join(bench.folder, 'logs', 'a', 'circle'))
  expect(await found('logs', 'logs/a', 'logs/a/1.log', 'logs/**/*.log')).toEqual(['logs/a/1.log'])
})

test('hidden files and folders are skipped and named', async () => {
  bench.write('logs/1.log', '')
  bench.write('logs/.DS_Store', '')
  bench.write('logs/.git/config', '')
  const { files, skipped } = await findFiles([bench.path('logs')])
  expect(files).toHaveLength(1)
  expect(skipped).toEqual([
    { kind: 'skipped', shown: bench.path('logs/.DS_Store'), reason: 'hidden' },
    { kind: 'skipped', shown: bench.path('logs/.git'), reason: 'hidden' },
  ])
})

test('a missing path is named with the nearest name beside it', async () => {
  mkdirSync(bench.path('logs'))
  await expect(findFiles([bench.path('logz')])).rejects.toThrow(
    expect.objectContaining({
      message: `\`${bench.path('logz')}\` does not exist`,
      help: `Did you mean \`${bench.path('logs')}\`?`,
      exitCode: 2,
    }) as Error,
  )
  await expect(findFiles([bench.path('elsewhere')])).rejects.toThrow(
    expect.objectContaining({ help: undefined, exitCode: 2 }) as Error,
  )
})

test('a glob without a match is an error', async () => {
  await expect(findFiles([bench.path('*.gz')])).rejects.toThrow(
    expect.objectContaining({
      message: `\`${bench.path('*.gz')}\` matches no file`,
      exitCode: 2,
    }) as Error,
  )
})
