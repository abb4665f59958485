import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** A program and its arguments. */
export type Command = readonly string[]
export type Environment = Readonly<Record<string, string>>

export interface Figures {
  /** Medians, in seconds. */
  readonly a: number
  readonly b: number
  /** The median of a/b, pair by pair: it is stable when the speed of the machine drifts. */
  readonly ratio: number
  /** The same of the time of the processors; undefined where the system does not count it. */
  readonly cpuRatio: number | undefined
}

export interface Pair {
  readonly a: Command
  readonly b: Command
  /** Runs before each of the two, and is not measured. */
  readonly before?: (() => void) | undefined
}

export interface Rounds {
  readonly rounds: number
  readonly environment: Environment
}

/** Times two commands as whole processes, A B A B …, after one round that is not measured. */
export function compare({ a, b, before }: Pair, { rounds, environment }: Rounds): Figures {
  const measure = (command: Command) => {
    before?.()
    return time(command, environment)
  }
  const pairs = Array.from({ length: rounds + 1 }, () => [measure(a), measure(b)] as const).slice(1)
  const cpuRatio = median(pairs.map(([first, second]) => first.cpuSeconds / second.cpuSeconds))
  return {
    a: median(pairs.map(([first]) => first.seconds)),
    b: median(pairs.map(([, second]) => second.seconds)),
    ratio: median(pairs.map(([first, second]) => first.seconds / second.seconds)),
    cpuRatio: Number.isNaN(cpuRatio) ? undefined : cpuRatio,
  }
}

/** Peak memory of a Node process in MiB (2^20 bytes), the largest of the rounds. */
export function peakMiB(command: Command, { rounds, environment }: Rounds): number {
  const file = join(tmpdir(), `natlens-bench-peak-${process.pid}`)
  const hook = fileURLToPath(new URL('peak-memory.cjs', import.meta.url))
  const options = { ...environment, NODE_OPTIONS: `--require="${hook}"`, BENCH_PEAK_FILE: file }
  try {
    const peaks = Array.from({ length: rounds }, () => {
      runCommand(command, options)
      return Number(readFileSync(file, 'utf8'))
    })
    return Math.max(...peaks)
  } finally {
    rmSync(file, { force: true })
  }
}

/** @throws {Error} with what the command wrote to stderr when it fails. */
export function runCommand([command, ...args]: Command, environment: Environment): void {
  const { status, stderr, error } = spawnSync(command!, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr}`)
}

function time(command: Command, environment: Environment) {
  const start = performance.now()
  const cpuStart = childSeconds()
  runCommand(command, environment)
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: childSeconds() - cpuStart }
}

/** Processor time of all child processes that ended, in steps of 10 ms; NaN where there is no /proc. */
function childSeconds(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    // cutime and cstime are fields 16 and 17; the third is now the first.
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return NaN
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
