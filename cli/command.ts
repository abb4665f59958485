import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { Terminal } from './terminal'

/** 0 done, 1 failed; 2 (misuse), 130 (interrupted) and its like come from the error that main catches. */
export type ExitCode = 0 | 1

export type OptionTable = Readonly<Record<string, Options>>
export type PositionalTable = Readonly<Record<string, PositionalOptions>>

/** A verb of the command line: what it takes, examples, and the function that does it. Only main.ts knows yargs. */
export interface Command {
  /** The verb and its positional arguments, as yargs writes them: `show <name>`. */
  readonly usage: string
  readonly describe: string
  readonly positionals: PositionalTable
  readonly options: OptionTable
  /** Never empty: what one types, and what it is good for. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  readonly run: (args: never, terminal: Terminal) => Promise<ExitCode>
}

/** What a command's function gets, inferred from its options: `log-format` as `logFormat`. */
export type Given<O extends Record<string, Options | PositionalOptions>> = Always<
  InferredOptionTypes<O>
> &
  Perhaps<InferredOptionTypes<O>>

type Always<T> = {
  readonly [K in keyof T & string as undefined extends T[K] ? never : Camel<K>]: T[K]
}

type Perhaps<T> = {
  readonly [K in keyof T & string as undefined extends T[K] ? Camel<K> : never]?: T[K]
}

type Camel<K extends string> = K extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : K
