import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { BUILT } from './natlens-process'

// What the reader of text meets outside: a program without its kernel, a full disk.

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const BYTES = Array.from({ length: 300 }, (_, at) => (at * 7919) % 100_003)
const LINES = BYTES.map((bytes, at) => record(bytes, at, at))
const TOTAL = BYTES.reduce((sum, bytes) => sum + bytes, 0)

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program in a shell that first sets a limit. */
function run(program: string, query: string, limit = 'true'): Promise<Ended> {
  const words = ['run', '--no-cache', '--path', bench.path('logs'), '--query', query, '-o', 'json']
  const shell = `${limit}; exec "$@"`
  return new Promise((resolve) => {
    const options = { env: { ...process.env, TMPDIR: bench.folder } }
    const all = ['-c', shell, 'bash', process.execPath, program, ...words]
    execFile('bash', all, options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

test('without the kernel the answer is right, and a note says that it is slower', async () => {
  bench.write('logs/a.log', log(...LINES))
  // Beside the program, so that Node finds its packages.
  const folder = mkdtempSync(`${dirname(BUILT)}-`)
  cpSync(dirname(BUILT), folder, {
    recursive: true,
    filter: (path) => !/\/(cache|code)$/.test(path),
  })
  rmSync(join(folder, 'kernel.wasm'))
  const { code, stdout, stderr } = await run(
    join(folder, 'natlens.js'),
    'stats sum(bytes) as total by action',
  )
  rmSync(folder, { recursive: true })

  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual([{ action: 'ACCEPT', total: TOTAL }])
  expect(stderr).toContain(
    'note: text files are read more slowly: `kernel.wasm` is missing beside the program',
  )
})

test('a disk without room ends the run with the file that it was for, and nothing stays', async () => {
  bench.write('logs/a.log', log(...LINES))
  const { code, stdout, stderr } = await run(BUILT, 'fields srcAddr, bytes, packets', 'ulimit -f 1')

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/records-0-0\.parquet` cannot be written: EFBIG/)
  expect(readdirSync(bench.folder)).toEqual(['logs'])
})
