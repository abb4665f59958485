import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { BUILT } from './natlens-process'

// What the reader of text meets outside: a program without its kernel, a bomb, a full disk.

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const LINES = Array.from({ length: 3000 }, (_, at) => record((at * 7919) % 100_003, at, at))

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

test('without the kernel the answer is the same, and a note says that it is slower', async () => {
  bench.write('logs/a.log', log(...LINES))
  // Beside the program, so that Node finds its packages.
  const folder = mkdtempSync(`${dirname(BUILT)}-`)
  cpSync(dirname(BUILT), folder, {
    recursive: true,
    filter: (path) => !/\/(cache|code)$/.test(path),
  })
  const query = 'stats sum(bytes) as total by action'
  const withKernel = await run(join(folder, 'natlens.js'), query)
  rmSync(join(folder, 'kernel.wasm'))
  const without = await run(join(folder, 'natlens.js'), query)

  rmSync(folder, { recursive: true })

  expect(withKernel).toMatchObject({ code: 0, stderr: '' })
  expect(without).toMatchObject({ code: 0, stdout: withKernel.stdout })
  expect(without.stderr).toContain(
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

test('a file that inflates without end, ends the run with its name', async () => {
  const zeros = gzipSync(Buffer.alloc(50e6), { level: 9 })
  const members = Array.from({ length: 22 }, () => zeros)
  bench.write('logs/a.log.gz', Buffer.concat([gzipSync(log(record(1))), ...members]))
  const { code, stdout, stderr } = await run(BUILT, 'stats count(*)')

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('a.log.gz` inflates to more than 1000 times its size')
})
