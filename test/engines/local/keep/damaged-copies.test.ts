import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { loadIndex, saveIndex } from '../../../../lib/engines/local/keep/copy-index'
import { identityIn } from '../../../../lib/engines/local/keep/copy-folder'
import { log, record } from '../workbench'
import { keepBench, type KeepBench } from './keep-bench'
import { basename } from 'node:path'

// Whatever happens to copies, the answer is that of the text.

const ROWS = 'SELECT bytes FROM flow_logs'

let bench: KeepBench
let path: string
let copy: string
beforeEach(async () => {
  bench = keepBench()
  path = bench.gzip('a.log.gz', log(...Array.from({ length: 50 }, (_, count) => record(count))))
  await bench.ask(path)
  await bench.ask(path)
  copy = bench.copies()[0]!
})
afterEach(() => bench.remove())

const EXPECTED = Array.from({ length: 50 }, (_, count) => [count])

async function expectAnswer(messages: readonly string[], options = {}): Promise<void> {
  const answer = await bench.ask(path, { sql: ROWS, ...options })
  expect(answer.rows).toEqual(EXPECTED)
  expect(answer.messages).toEqual(messages)
}

const deleted = () => [`note: deleted the damaged kept copy of \`${path}\``]

function flip(at: number): void {
  const bytes = readFileSync(copy)
  bytes[at]! ^= 1
  writeFileSync(copy, bytes)
}

const size = () => statSync(copy).size

const DAMAGE: Readonly<Record<string, () => void>> = {
  'a flipped bit in the data': () => flip(size() >> 2),
  'a flipped bit in the footer': () => flip(size() - 200),
  'a flipped bit in the length of the footer': () => flip(size() - 6),
  truncated: () => truncateSync(copy, size() >> 1),
  empty: () => truncateSync(copy, 0),
  longer: () => appendFileSync(copy, 'PAR1'),
  'other bytes of the same size and time': () => {
    const { atime, mtime } = statSync(copy)
    flip(size() >> 2)
    utimesSync(copy, atime, mtime)
  },
}

test.each(Object.keys(DAMAGE))('a damaged copy is deleted and written again: %s', async (name) => {
  DAMAGE[name]!()

  await expectAnswer(deleted())
  expect(bench.copies()).toEqual([])
  await expectAnswer([expect.stringMatching(/^note: kept a copy/) as string])
  await expectAnswer([])
  expect(bench.copies()).toEqual([copy])
})

test('the copy of another source with the name of this one is not used', async () => {
  const other = bench.gzip('b.log.gz', log(record(7)))
  await bench.ask(other)
  await bench.ask(other)
  const foreign = bench.copies().find((each) => each !== copy)!
  const key = basename(copy).slice(0, 32)
  renameSync(foreign, foreign.replace(/[^/]{32}(?=-)/, key))
  rmSync(copy)

  await expectAnswer(deleted())
})

test('a copy that was copied, or whose index is lost, is checked and used', async () => {
  copyFileSync(copy, `${copy}.new`)
  renameSync(`${copy}.new`, copy)
  await expectAnswer([])
  rmSync(bench.path('cache/kept/index.json'))
  await expectAnswer([])
  writeFileSync(bench.path('cache/kept/index.json'), '{"version":1,"copies":{"a":null}}')
  await expectAnswer([])
  expect(bench.copies()).toEqual([copy])
})

test('a copy that vanishes is not used', async () => {
  rmSync(copy)
  await expectAnswer([])
})

describe('--verify', () => {
  /** As when the disk itself fails: no time of the file changes. */
  function hideDamage(): void {
    const folder = bench.path('cache/kept')
    const index = loadIndex(folder)
    const [key, entry] = [...index.copies][0]!
    index.copies.set(key, { ...entry, identity: identityIn(folder, basename(copy))! })
    saveIndex(folder, index)
  }

  test('finds other bytes in a copy of the same size and times', async () => {
    flip(size() >> 2)
    hideDamage()
    await expectAnswer(deleted(), { verifiesCopies: true })
    expect(existsSync(copy)).toBe(false)
  })

  test('changes nothing where all bytes are right', async () => {
    await expectAnswer([], { verifiesCopies: true })
    expect(bench.copies()).toEqual([copy])
  })
})

test('two questions at once that write the same copy both answer', async () => {
  rmSync(copy)
  const other = bench.gzip('b.log.gz', log(record(1)))
  await bench.ask([path, other])
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => bench.ask([path, other], { sql: ROWS })),
  )

  for (const { rows } of answers) expect(rows).toEqual([...EXPECTED, [1]])
  expect(bench.copies()).toHaveLength(2)
  expect(bench.names().filter((name) => name.startsWith('.'))).toEqual([])
})
