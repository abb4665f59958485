import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflatedCopies } from '../../../lib/engines/local/inflated-copies'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-copies-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a copy holds what was added, and is kept', () => {
  const copy = inflatedCopies(folder, 100).begin()
  copy.add(Buffer.from('one\n'))
  copy.add(Buffer.from('two\n'))
  expect(readFileSync(copy.keep()!, 'utf8')).toBe('one\ntwo\n')
})

test('a copy for which there is no room is given up, and its room is free again', () => {
  const copies = inflatedCopies(folder, 10)
  const large = copies.begin()
  large.add(Buffer.alloc(8))
  large.add(Buffer.alloc(8))
  large.add(Buffer.alloc(1))
  expect(large.keep()).toBeUndefined()

  const small = copies.begin()
  small.add(Buffer.alloc(10))
  expect(small.keep()).toBe(join(folder, readdirSync(folder)[0]!))
  const late = copies.begin()
  late.add(Buffer.alloc(1))
  expect(late.keep()).toBeUndefined()
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a copy that cannot be written is given up', () => {
  const copy = inflatedCopies(join(folder, 'nowhere'), 100).begin()
  copy.add(Buffer.from('one\n'))
  expect(copy.keep()).toBeUndefined()
})

test('of nothing there is no copy', () => {
  expect(inflatedCopies(folder, 100).begin().keep()).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})
