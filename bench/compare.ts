import { spawnSync } from 'node:child_process'

export interface Comparison {
  readonly name: string
  readonly a: readonly string[]
  readonly b: readonly string[]
}

export interface Figures {
  /** Medians, in seconds. */
  readonly a: number
  readonly b: number
  /** The median of a/b, pair by pair: it is stable when the speed of the machine drifts. */
  readonly ratio: number
}

/** Times two commands as whole processes, A B A B …, after one round that is not measured. */
export function compare(
  { a, b }: Comparison,
  {
    rounds,
    environment,
  }: { readonly rounds: number; readonly environment: Readonly<Record<string, string>> },
): Figures {
  const pairs = Array.from(
    { length: rounds + 1 },
    () => [seconds(a, environment), seconds(b, environment)] as const,
  )
  const measured = pairs.slice(1)
  return {
    a: median(measured.map(([first]) => first)),
    b: median(measured.map(([, second]) => second)),
    ratio: median(measured.map(([first, second]) => first / second)),
  }
}

function seconds(
  [command, ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(command!, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const elapsed = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return elapsed
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
