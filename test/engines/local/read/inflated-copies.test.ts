import type * as Files from 'node:fs'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflatedCopies, roomOf } from '../../../../lib/engines/local/read/inflated-copies'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-copies-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const BARE = { header: undefined, reading: 'bare' }
const HEADED = { header: 'head', reading: 'headed' }

const read = (path: string | undefined) => readFileSync(path!, 'utf8')

test('what comes in several chunks has a copy of its own', () => {
  const copies = inflatedCopies(folder)
  const copy = copies.begin(HEADED)
  copy.add(Buffer.from('head\none\n'))
  copy.add(Buffer.from('two\n'))
  copy.add(Buffer.from('three\n'))
  const path = copy.keep(true)
  expect(read(path)).toBe('head\none\ntwo\nthree\n')

  const other = copies.begin(HEADED)
  other.add(Buffer.from('head\nfour\n'))
  expect(other.keep(true)).not.toBe(path)
})

test('files that are read in the same way share a copy, with one header line', () => {
  const copies = inflatedCopies(folder)
  const kept = [HEADED, HEADED, BARE, BARE, HEADED].map((file, index) => {
    const copy = copies.begin(file)
    copy.add(Buffer.from(file.header ? `head\n${index}\n` : `${index}\n`))
    return copy.keep(true)
  })
  expect(new Set(kept).size).toBe(2)
  expect(read(kept[0])).toBe('head\n0\n1\n4\n')
  expect(read(kept[2])).toBe('2\n3\n')
  expect([kept[1], kept[4], kept[3]]).toEqual([kept[0], kept[0], kept[2]])
})

test('a shared copy ends before it is too large for one thread to read', () => {
  const copies = inflatedCopies(folder)
  const line = Buffer.from(`${'x'.repeat(2_999_999)}\n`)
  const kept = Array.from({ length: 4 }, () => {
    const copy = copies.begin(BARE)
    copy.add(line)
    return copy.keep(true)
  })
  expect(kept.map((path) => kept.indexOf(path))).toEqual([0, 0, 2, 2])
})

test('a file whose lines end otherwise shares none', () => {
  const copies = inflatedCopies(folder)
  const files = [
    ['head\n1\n', true],
    ['head\r\n2\r\n', false],
    ['head\n3', true],
  ] as const
  const kept = files.map(([text, endsLines]) => {
    const copy = copies.begin(HEADED)
    copy.add(Buffer.from(text))
    return copy.keep(endsLines)
  })
  expect(kept.map(read)).toEqual(['head\n1\n', 'head\r\n2\r\n', 'head\n3'])
})

test('a copy for which there is no room is given up, and its room is free again', () => {
  const copies = inflatedCopies(folder, { room: roomOf(10) })
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
    const copy = inflatedCopies(join(folder, 'nowhere'), { room: roomOf(100) }).begin(BARE)
    for (let chunk = 0; chunk < chunks; chunk++) copy.add(Buffer.from('one\n'))
    expect(copy.keep(true)).toBeUndefined()
  }
})

test('of nothing there is no copy', () => {
  expect(inflatedCopies(folder).begin(BARE).keep(true)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('several threads write into one folder and share the room', () => {
  const room = roomOf(10)
  const [one, other] = ['one', 'other'].map((prefix) =>
    inflatedCopies(folder, { prefix, room }).begin(BARE),
  )
  one!.add(Buffer.from('12345\n'))
  other!.add(Buffer.from('6789\n'))
  expect(one!.keep(true)).toBe(join(folder, 'one-0.log'))
  expect(other!.keep(true)).toBeUndefined()
})

test('of a file of which the disk refuses a part, nothing stays in the copy that it would have shared', async () => {
  const fs = jest.requireActual<typeof Files>('node:fs')
  let writes = 0
  // A disk that is full for a moment cannot be had: the second of three writes stops half way.
  const appendFileSync: typeof fs.appendFileSync = (path, data) => {
    const isRefused = ++writes === 2
    fs.appendFileSync(path, isRefused ? (data as Buffer).subarray(0, 2) : data)
    if (isRefused) throw new Error('ENOSPC')
  }
  jest.resetModules()
  jest.doMock('node:fs', () => ({ ...fs, appendFileSync }))
  const { inflatedCopies } = await import('../../../../lib/engines/local/read/inflated-copies')
  jest.dontMock('node:fs')

  const copies = inflatedCopies(folder)
  const [first, second, third] = ['one\n', 'two\n', 'three\n'].map((line) => {
    const copy = copies.begin(BARE)
    copy.add(Buffer.from(line))
    return copy.keep(true)
  })

  expect([second, third]).toEqual([undefined, first])
  expect(read(first)).toBe('one\nthree\n')
})
