import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflatedCopies } from '../../../lib/engines/local/inflated-copies'
import { FORMATS } from '../../../lib/flow-log/format'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-copies-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const BARE = { header: false, timestamped: false, fields: FORMATS.default }
const HEADED = { ...BARE, header: true }

const read = (path: string | undefined) => readFileSync(path!, 'utf8')

test('what comes in several chunks has a copy of its own', () => {
  const copies = inflatedCopies(folder, 100)
  const copy = copies.begin(HEADED)
  copy.add(Buffer.from('head\none\n'))
  copy.add(Buffer.from('two\n'))
  const path = copy.keep(true)
  expect(read(path)).toBe('head\none\ntwo\n')

  const other = copies.begin(HEADED)
  other.add(Buffer.from('head\nthree\n'))
  expect(other.keep(true)).not.toBe(path)
})

test('files that are read in the same way share a copy, with one header line', () => {
  const copies = inflatedCopies(folder, 100)
  const kept = [HEADED, HEADED, BARE, BARE, HEADED].map((source, index) => {
    const copy = copies.begin(source)
    copy.add(Buffer.from(source.header ? `head\n${index}\n` : `${index}\n`))
    return copy.keep(true)
  })
  copies.close()
  expect(new Set(kept).size).toBe(2)
  expect(read(kept[0])).toBe('head\n0\n1\n4\n')
  expect(read(kept[2])).toBe('2\n3\n')
  expect([kept[1], kept[4], kept[3]]).toEqual([kept[0], kept[0], kept[2]])
})

test('a file whose lines end otherwise shares none', () => {
  const copies = inflatedCopies(folder, 100)
  const kept = [
    ['head\n1\n', true],
    ['head\r\n2\r\n', false],
    ['head\n3', true],
  ].map(([text, endsLines]) => {
    const copy = copies.begin(HEADED)
    copy.add(Buffer.from(text as string))
    return copy.keep(endsLines as boolean)
  })
  expect(kept.map(read)).toEqual(['head\n1\n', 'head\r\n2\r\n', 'head\n3'])
})

test('a copy for which there is no room is given up, and its room is free again', () => {
  const copies = inflatedCopies(folder, 10)
  const large = copies.begin(BARE)
  large.add(Buffer.alloc(8))
  large.add(Buffer.alloc(8))
  large.add(Buffer.alloc(1))
  expect(large.keep(true)).toBeUndefined()

  const small = copies.begin(BARE)
  small.add(Buffer.from('123456789\n'))
  expect(small.keep(true)).toBe(join(folder, readdirSync(folder)[0]!))
  const late = copies.begin(BARE)
  late.add(Buffer.from('\n'))
  expect(late.keep(true)).toBeUndefined()
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a copy that cannot be written is given up', () => {
  for (const chunks of [1, 2]) {
    const copy = inflatedCopies(join(folder, 'nowhere'), 100).begin(BARE)
    for (let chunk = 0; chunk < chunks; chunk++) copy.add(Buffer.from('one\n'))
    expect(copy.keep(true)).toBeUndefined()
  }
})

test('of nothing there is no copy', () => {
  expect(inflatedCopies(folder, 100).begin(BARE).keep(true)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})
