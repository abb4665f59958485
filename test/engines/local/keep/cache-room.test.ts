import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pid } from 'node:process'
import { clearCopies, listCopies } from '../../../../lib/engines/local/keep/cache-contents'
import { log, record } from '../workbench'
import { keepBench, KEEPS_ALL, type KeepBench } from './keep-bench'

let bench: KeepBench
beforeEach(() => (bench = keepBench()))
afterEach(() => bench.remove())

const sources = () =>
  listCopies(bench.path('cache')).map(({ source }) => basename(source ?? 'unknown'))

/** Keeps a copy at a time. */
async function keep(name: string, atMs: number, cacheBytes?: number): Promise<void> {
  if (!existsSync(bench.path(name))) bench.write(name, log(record(1)))
  const options = { cacheBytes, keepWorld: { ...KEEPS_ALL, now: () => atMs } }
  await bench.ask(bench.path(name), options)
  await bench.ask(bench.path(name), options)
}

const NOW = Date.now()

test('the copies with the earliest last use make room for new ones', async () => {
  await keep('a.log', NOW)
  await keep('b.log', NOW + 1000)
  await keep('a.log', NOW + 2000)
  expect(sources()).toEqual(['a.log', 'b.log'])
  const bytes = statSync(bench.copies()[0]!).size

  await keep('c.log', NOW + 3000, bytes + 10_000)

  expect(sources()).toEqual(['c.log', 'a.log'])
})

test('copies that another run uses stay', async () => {
  await keep('a.log', NOW)
  const [key] = bench.copies().map((path) => basename(path).slice(0, 32))
  const other = bench.write(`cache/kept/.run-${pid}-0.json`, JSON.stringify({ uses: [key] }))

  await keep('b.log', NOW, 9000)
  expect(sources()).toEqual(['a.log'])
  expect(await clearCopies(bench.path('cache'), new Date(NOW))).toEqual({
    copies: 0,
    bytes: 0,
    inUse: 1,
  })

  // The run was killed two days ago.
  utimesSync(other, NOW / 1000 - 180_000, NOW / 1000 - 180_000)
  await keep('b.log', NOW, 9000)
  expect(sources()).toEqual(['b.log'])
})

test('clear deletes all copies, and what is known of earlier questions', async () => {
  await keep('a.log', NOW)
  await keep('b.log', NOW)
  const bytes = bench.copies().reduce((sum, path) => sum + statSync(path).size, 0)
  const part = `cache/kept/.${'0'.repeat(32)}.999999999-0.part`
  bench.write(part, 'of a killed run')

  const cleared = await clearCopies(bench.path('cache'), new Date(NOW))
  await bench.ask(bench.path('a.log'))

  expect(cleared).toEqual({ copies: 2, bytes, inUse: 0 })
  expect(bench.names()).toEqual(['index.json'])
})

test('files of killed runs go after a day', async () => {
  const old = bench.write('cache/kept/.old.part', '')
  const young = bench.write('cache/kept/.young.part', '')
  utimesSync(old, NOW / 1000 - 90_000, NOW / 1000 - 90_000)

  await keep('a.log', NOW)

  expect(existsSync(old)).toBe(false)
  expect(existsSync(young)).toBe(true)
})

test('a lock that a killed run left is removed', async () => {
  const lock = bench.write('cache/kept/.lock', '')
  utimesSync(lock, NOW / 1000 - 60, NOW / 1000 - 60)

  await keep('a.log', NOW)

  expect(sources()).toEqual(['a.log'])
  expect(readdirSync(bench.path('cache/kept')).includes('.lock')).toBe(false)
})

test('without an index the copies are listed without their sources', async () => {
  await keep('a.log', NOW)
  writeFileSync(bench.path('cache/kept/index.json'), '')

  expect(listCopies(bench.path('cache'))).toMatchObject([{ source: undefined, sourceBytes: undefined }]) // prettier-ignore
})
