import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
/** jest's global setup has built it. */
const BUILT = join(ROOT, 'node_modules/.cache/natlens-program/natlens.js')
/** One for all tests, whose cache folders are new. */
const NODE_COMPILE_CACHE = join(ROOT, 'node_modules/.cache/natlens-program/code')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessOptions {
  readonly input?: string
  /** Undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Module by module, as in a checkout. */
  readonly fromSource?: boolean
  /** Closes stdout after the first piece, as `| head` does. */
  readonly closesEarly?: boolean
  readonly folder?: string
  /** Given what sends a signal to the process. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** Runs the built program as a process of its own: from source it takes a second longer to start. */
export function natlens(
  words: readonly string[],
  { input = '', environment, fromSource, closesEarly, folder = ROOT, onStart }: ProcessOptions = {},
): Promise<Ended> {
  const program = fromSource
    ? ['--import', require.resolve('tsx'), join(ROOT, 'cli/main.ts')]
    : [BUILT]
  const child = spawn(process.execPath, [...program, ...words], {
    cwd: folder,
    env: { ...process.env, NODE_COMPILE_CACHE, ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece
    if (closesEarly) child.stdout.destroy()
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece))
  child.stdin.end(input)
  onStart?.((signal) => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
