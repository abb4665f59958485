import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceFile, writeCacheFile, writeFileAtomically } from '../lib/atomic-file'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-atomic-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('a file is written with its folder, over an earlier one, and nothing else remains', () => {
  const path = join(folder, 'a/b.json')

  writeFileAtomically(path, 'first')
  writeFileAtomically(path, Buffer.from('second'))

  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.json'])
})

it('a file that cannot be written leaves nothing; for a cache that is no error', () => {
  mkdirSync(join(folder, 'taken/inner'), { recursive: true })

  expect(() => writeFileAtomically(join(folder, 'taken'), 'text')).toThrow()
  expect(() => writeCacheFile(join(folder, 'taken'), 'text')).not.toThrow()
  expect(readdirSync(folder)).toEqual(['taken'])
})

it("the folder of a cache is its own user's", () => {
  writeCacheFile(join(folder, 'cache/natlens/files.json'), '{}')

  expect(statSync(join(folder, 'cache/natlens')).mode & 0o777).toBe(0o700)
})

it('a file is replaced only when its new contents are complete', async () => {
  const path = join(folder, 'log.gz')
  const write = (text: string, isComplete: boolean) =>
    replaceFile(path, (part) => {
      writeFileSync(part, text)
      return Promise.resolve(isComplete)
    })

  expect(await write('whole', true)).toBe(true)
  expect(await write('half', false)).toBe(false)
  await expect(replaceFile(path, () => Promise.reject(new Error('cut')))).rejects.toThrow('cut')
  expect(readFileSync(path, 'utf8')).toBe('whole')
  expect(readdirSync(folder)).toEqual(['log.gz'])
})
