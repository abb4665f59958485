import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { TextFile } from '../../../../lib/engines/local/file-state'
import { codecByName } from '../../../../lib/engines/local/inspect/codecs/codecs'
import { originOf } from '../../../../lib/engines/local/find/origin'
import { verifier, type VerifierOptions } from '../../../../lib/engines/local/read/verifier'
import { InterruptedError } from '../../../../lib/errors'
import { FORMATS } from '../../../../lib/flow-log/format'
import { log, record, workbench, type Workbench } from '../workbench'

/** jest's global setup has built it. */
const BUILT = join(__dirname, '../../../../node_modules/.cache/natlens-program/verify-worker.js')
/** As in a checkout. */
const NONE = join(__dirname, 'nowhere.js')

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

function source(path: string): TextFile {
  return {
    kind: 'text',
    path,
    shown: `./${path.slice(bench.folder.length + 1)}`,
    size: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    mtimeMs: 0,
    isNamed: true,
    origin: originOf(path, ''),
    codec: codecByName(path),
    layout: { fields: FORMATS.default, hasHeader: true, prefixColumns: 0, usesLogFormat: false },
    isIrregular: false,
    sawInstance: false,
  }
}

async function verifyAll(sources: readonly TextFile[], options: Partial<VerifierOptions> = {}) {
  const verifying = verifier({ folder: bench.folder, ...options })
  for (const each of sources) verifying.add(each)
  try {
    return await verifying.results()
  } finally {
    await verifying.close()
  }
}

const text = log(record(1), '', record(2))

/** Enough for threads to begin. */
const bulk = () =>
  source(bench.write('bulk.log', `${log(record())}${`${record()}\n`.repeat(40_000)}`))

describe.each([
  ['threads', BUILT],
  ['one thread', NONE],
])('%s', (_, worker) => {
  test('count the lines of each file, whole or not', async () => {
    const whole = gzipSync(text)
    const sources = [
      ...Array.from({ length: 40 }, (_, index) => bench.write(`whole-${index}.gz`, whole)),
      bench.write('cut.gz', whole.subarray(0, whole.length - 9)),
      bench.write('broken.gz', Buffer.concat([whole.subarray(0, 10), randomBytes(100)])),
      bench.write('plain.log', text),
      bench.write('wide.log', text.replaceAll('\n', '\r\n').replace('\r', '')),
    ].map((path) => source(path))

    const found = await verifyAll([bulk(), ...sources], { worker })

    expect(found.size).toBe(sources.length + 1)
    const of = (name: string) => found.get(bench.path(name))
    const counts = { lines: 4, headers: 1, blanks: 1 }
    for (let index = 0; index < 40; index++) {
      expect(of(`whole-${index}.gz`)).toMatchObject({ ...counts, state: 'whole', irregular: false })
    }
    expect(of('cut.gz')).toMatchObject({ state: 'truncated', inflated: undefined })
    expect(of('broken.gz')).toMatchObject({ state: 'corrupt', inflated: undefined })
    expect(of('plain.log')).toEqual({ ...counts, state: 'whole', irregular: false, inflated: undefined }) // prettier-ignore
    expect(of('wide.log')).toMatchObject({ irregular: true })
  })

  test('make copies that hold each line once, and remove them', async () => {
    const sources = Array.from({ length: 20 }, (_, index) =>
      source(bench.gzip(`${index}.gz`, log(record(index)))),
    )
    const verifying = verifier({ folder: bench.folder, worker })
    for (const each of [bulk(), ...sources]) verifying.add(each)
    const found = await verifying.results()

    const copies = new Set(sources.map(({ path }) => found.get(path)!.inflated!))
    const lines = [...copies].flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(1, -1))
    expect(lines.sort()).toEqual(sources.map((_, index) => record(index)).sort())
    expect(verifying.progress()).toBe(1)

    await verifying.close()
    expect(readdirSync(bench.folder).filter((name) => name.startsWith('inflated'))).toEqual([])
  })

  test('name the file that cannot be read', async () => {
    const gone = source(bench.path('gone.log'))
    await expect(verifyAll([bulk(), gone], { worker })).rejects.toThrow(
      /^`\.\/gone\.log` cannot be read: ENOENT/,
    )
  })

  test('stop at an interrupt', async () => {
    const stop = new AbortController()
    const sources = Array.from({ length: 40 }, (_, index) =>
      source(bench.gzip(`${index}.gz`, text)),
    )
    const verifying = verifyAll([bulk(), ...sources], { worker, signal: stop.signal })
    stop.abort()
    await expect(verifying).rejects.toThrow(InterruptedError)
    await expect(verifyAll([bulk()], { worker, signal: stop.signal })).rejects.toThrow(
      InterruptedError,
    )
  })

  test('give no result for no file', async () => {
    expect(await verifyAll([], { worker })).toEqual(new Map())
  })
})

test('the threads have been built', () => {
  expect(existsSync(BUILT)).toBe(true)
})

test('a thread that ends early is an error', async () => {
  const silent = bench.write('silent.js', 'process.exit(0)')
  await expect(verifyAll([bulk()], { worker: silent })).rejects.toThrow(
    'a verifier thread ended before its last file',
  )
})

test('a verifier can be closed before its results are used', async () => {
  const verifying = verifier({ folder: bench.folder, worker: BUILT })
  verifying.add(bulk())
  await verifying.close()
  expect(readdirSync(bench.folder)).toEqual(['bulk.log'])
})

test('a thread that cannot start is an error', async () => {
  const broken = bench.write('broken.js', 'throw new Error("no thread")')
  await expect(verifyAll([bulk()], { worker: broken })).rejects.toThrow('no thread') // prettier-ignore
})
