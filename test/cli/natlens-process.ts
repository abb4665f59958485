import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
/** The built program; jest's global setup has built it. */
export const BUILT = join(ROOT, 'node_modules/.cache/natlens-program/natlens.js')
/** The user's own cache stays untouched. */
const XDG_CACHE_HOME = join(ROOT, 'node_modules/.cache/natlens-program/cache')
/** Shared by all tests: their own cache folders are empty. */
const NODE_COMPILE_CACHE = join(ROOT, 'node_modules/.cache/natlens-program/code')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessOptions {
  readonly input?: string
  /** Undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Starts it from source, module by module. */
  readonly fromSource?: boolean
  /** Closes stdout after the first piece, as `| head` does. */
  readonly closesEarly?: boolean
  readonly folder?: string
  /** Gets a function that sends a signal to the process. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** Runs the built program as a process; starting from source takes a second longer. */
export function natlens(
  words: readonly string[],
  { input = '', environment, fromSource, closesEarly, folder = ROOT, onStart }: ProcessOptions = {},
): Promise<Ended> {
  const program = fromSource
    ? ['--import', require.resolve('tsx'), join(ROOT, 'cli/main.ts')]
    : [BUILT]
  const child = spawn(process.execPath, [...program, ...words], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME, NODE_COMPILE_CACHE, ...environment },
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
