import process from 'node:process'

/** The command line: `npm run bench -- --rounds=7 --only=ingest --scale=0.01 --large --against=DIR` */
export interface BenchOptions {
  readonly rounds: number
  /** Only the rows whose names contain this text. */
  readonly only: string
  /** Share of the records of each data set: small shares show that every row runs. */
  readonly scale: number
  /** Also the rows of 20 million records. */
  readonly large: boolean
  /** The folder of another build, to compare first answers with. */
  readonly against: string | undefined
}

export function benchOptions(words: readonly string[] = process.argv.slice(2)): BenchOptions {
  const valueOf = (name: string) =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
  return {
    rounds: Number(valueOf('rounds') ?? 7),
    only: valueOf('only') ?? '',
    scale: Number(valueOf('scale') ?? 1),
    large: words.includes('--large'),
    against: valueOf('against'),
  }
}
