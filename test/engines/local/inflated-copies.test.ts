import type * as Files from 'node:fs'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inflatedCopies } from '../../../lib/engines/local/inflated-copies'
import { FORMATS } from '../../../lib/flow-log/format'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-copies-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const BARE = { header: false, timestamped: false, fields: FORMATS.default }
const HEADED = { ...BARE, header: true }

const read = (path: string | undefined) => readFileSync(path!, 'utf8')

test('what comes in several chunks has a copy of its own', async () => {
  const copies = inflatedCopies(folder, 100)
  const copy = copies.begin(HEADED)
  await copy.add(Buffer.from('head\none\n'))
  await copy.add(Buffer.from('two\n'))
  const path = await copy.keep(true)
  expect(read(path)).toBe('head\none\ntwo\n')

  const other = copies.begin(HEADED)
  await other.add(Buffer.from('head\nthree\n'))
  expect(await other.keep(true)).not.toBe(path)
})

test('files that are read in the same way share a copy, with one header line', async () => {
  const copies = inflatedCopies(folder, 100)
  const kept = await Promise.all(
    [HEADED, HEADED, BARE, BARE, HEADED].map(async (source, index) => {
      const copy = copies.begin(source)
      await copy.add(Buffer.from(source.header ? `head\n${index}\n` : `${index}\n`))
      return copy.keep(true)
    }),
  )
  expect(copies.close()).toEqual(new Set())
  expect(new Set(kept).size).toBe(2)
  expect(read(kept[0])).toBe('head\n0\n1\n4\n')
  expect(read(kept[2])).toBe('2\n3\n')
  expect([kept[1], kept[4], kept[3]]).toEqual([kept[0], kept[0], kept[2]])
})

test('a file whose lines end otherwise shares none', async () => {
  const copies = inflatedCopies(folder, 100)
  const files = [
    ['head\n1\n', true],
    ['head\r\n2\r\n', false],
    ['head\n3', true],
  ] as const
  const keeping = files.map(async ([text, endsLines]) => {
    const copy = copies.begin(HEADED)
    await copy.add(Buffer.from(text))
    return copy.keep(endsLines)
  })
  expect((await Promise.all(keeping)).map(read)).toEqual(['head\n1\n', 'head\r\n2\r\n', 'head\n3'])
})

test('a copy for which there is no room is given up, and its room is free again', async () => {
  const copies = inflatedCopies(folder, 10)
  const large = copies.begin(BARE)
  await large.add(Buffer.alloc(8))
  await large.add(Buffer.alloc(8))
  await large.add(Buffer.alloc(1))
  expect(await large.keep(true)).toBeUndefined()

  const small = copies.begin(BARE)
  await small.add(Buffer.from('123456789\n'))
  expect(await small.keep(true)).toBe(join(folder, readdirSync(folder)[0]!))
  const late = copies.begin(BARE)
  await late.add(Buffer.from('\n'))
  expect(await late.keep(true)).toBeUndefined()
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a copy that cannot be written is given up', async () => {
  for (const chunks of [1, 2]) {
    const copy = inflatedCopies(join(folder, 'nowhere'), 100).begin(BARE)
    for (let chunk = 0; chunk < chunks; chunk++) await copy.add(Buffer.from('one\n'))
    expect(await copy.keep(true)).toBeUndefined()
  }
})

test('of nothing there is no copy', async () => {
  expect(await inflatedCopies(folder, 100).begin(BARE).keep(true)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('a copy of which the disk refuses a part is told, with all that is in it', async () => {
  const fs = jest.requireActual<typeof Files>('node:fs')
  let writes = 0
  // A disk that is full for a moment cannot be had: the second of three writes fails.
  const write = Object.assign(() => undefined, {
    [promisify.custom]: (...args: Parameters<typeof fs.write.__promisify__>) =>
      ++writes === 2 ? Promise.reject(new Error('ENOSPC')) : promisify(fs.write)(...args),
  })
  jest.resetModules()
  jest.doMock('node:fs', () => ({ ...fs, write }))
  const { inflatedCopies } = await import('../../../lib/engines/local/inflated-copies')
  jest.dontMock('node:fs')

  const copies = inflatedCopies(folder, 100)
  const [first, second, third] = await Promise.all(
    ['one\n', 'two\n', 'three\n'].map(async (line) => {
      const copy = copies.begin(BARE)
      await copy.add(Buffer.from(line))
      return copy.keep(true)
    }),
  )

  expect([second, third]).toEqual([undefined, first])
  expect(copies.close()).toEqual(new Set([first]))
})
