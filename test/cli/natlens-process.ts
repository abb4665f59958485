import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessOptions {
  readonly input?: string
  /** Undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Flags of Node itself. */
  readonly flags?: readonly string[]
  /** Closes stdout after the first piece, as `| head` does. */
  readonly closesEarly?: boolean
  readonly folder?: string
  /** Given what sends a signal to the process. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** Runs the program from source, as a process of its own. */
export function natlens(
  words: readonly string[],
  { input = '', environment, flags = [], closesEarly, folder = ROOT, onStart }: ProcessOptions = {},
): Promise<Ended> {
  const loader = require.resolve('tsx')
  const child = spawn(
    process.execPath,
    ['--import', loader, ...flags, join(ROOT, 'cli/main.ts'), ...words],
    { cwd: folder, env: { ...process.env, ...environment } },
  )
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
