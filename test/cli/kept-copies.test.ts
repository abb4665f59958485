import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { BUILT, natlens, type ProcessOptions } from './natlens-process'

// More than 100 MB are kept; gzip of level 0, which stores bytes as they are, makes them quickly.

const FILES = 6
const MEMBERS = 18
const LINES = 9000

let bench: Workbench
let expected: string
beforeAll(() => {
  bench = workbench()
  const packets = Array.from({ length: LINES }, () => randomInt(1e9))
  const lines = packets.map((count) => record(100, 0, count))
  let bytes = 0
  for (let index = 0; index < FILES; index++) {
    // Files with the same content would be read once.
    const member = gzipSync(log(record(100, index), ...lines.slice(1)), { level: 0 })
    const file = Buffer.concat(Array<Buffer>(MEMBERS).fill(member))
    bytes += file.length
    bench.write(`logs/${index}.log.gz`, file)
  }
  expect(bytes).toBeGreaterThan(1e8)
  mkdirSync(bench.path('cache/natlens/kept'), { recursive: true })
  const records = FILES * MEMBERS * LINES
  expected = `records,total\r\n${records},${records * 100}\r\n`
})
afterAll(() => bench.remove())

const environment = () => ({ XDG_CACHE_HOME: bench.path('cache') })
const names = (ending: string) =>
  readdirSync(bench.path('cache/natlens/kept')).filter((name) => name.endsWith(ending))
const words = () => {
  const query = 'stats count(*) as records, sum(bytes) as total'
  return ['run', '--query', query, '-o', 'csv', '--path', bench.path('logs')]
}
const run = (options?: ProcessOptions) =>
  natlens(words(), { environment: environment(), ...options })

/** Kills the process as soon as it writes a copy. */
function killWhenWriting(kill: (signal: NodeJS.Signals) => void): void {
  const watcher = watch(bench.path('cache/natlens/kept'), { persistent: false }, (_, name) => {
    if (name?.endsWith('.part') && !name.includes('index')) {
      kill('SIGKILL')
      watcher.close()
    }
  })
}

test('copies are written after a kill and a full disk, and then they answer', async () => {
  expect(await run()).toEqual({ code: 0, stdout: expected, stderr: '' })

  // The files have to be two seconds old.
  let killed: Awaited<ReturnType<typeof run>>
  do killed = await run({ onStart: killWhenWriting })
  while (killed.code === 0)
  expect(killed.stdout).toBe('')
  const left = names('.part')
  expect(left.length).toBeGreaterThan(0)
  expect(names('.parquet')).toEqual([])

  // A limit for files, in blocks of 512 or 1,024 bytes, stands for a full disk.
  const command = `ulimit -f 200; exec "$0" "$@"`
  const full = spawnSync('sh', ['-c', command, process.execPath, BUILT, ...words()], {
    env: { ...process.env, ...environment() },
    encoding: 'utf8',
  })
  expect(full).toMatchObject({ status: 0, stdout: expected, stderr: '' })
  expect(names('.part')).toEqual(left)
  expect(names('.parquet')).toEqual([])

  const writing = await run()
  expect(writing).toMatchObject({ code: 0, stdout: expected })
  expect(writing.stderr).toMatch(/^note: kept copies of 6 files, .*\n$/)
  expect(names('.parquet')).toHaveLength(FILES)
  expect(await run()).toEqual({ code: 0, stdout: expected, stderr: '' })

  const cleared = await natlens(['cache', 'clear'], { environment: environment() })
  expect(cleared.stderr).toMatch(
    new RegExp(`^deleted 6 copies, [0-9.]+ MB, from ${join(bench.path('cache'), 'natlens')}\n$`),
  )
  expect([...names('.parquet'), ...names('.part')]).toEqual([])
}, 60_000)
