import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { Terminal } from './terminal'

/** 0 done, 1 failed. The errors that main catches give the others: 2 (usage), 130 (interrupted). */
export type ExitCode = 0 | 1

export type OptionTable = Readonly<Record<string, Options>>
export type PositionalTable = Readonly<Record<string, PositionalOptions>>

/** A command: its options, examples and function. Only program.ts calls yargs. */
export interface Command {
  /** The verb and its positional arguments, as yargs writes them: `show <name>`. */
  readonly usage: string
  readonly describe: string
  readonly positionals: PositionalTable
  readonly options: OptionTable
  /** A command line and its purpose; never empty. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  readonly run: (args: never, terminal: Terminal) => Promise<ExitCode>
}

/** The arguments of a command's function, inferred from its options: `log-format` as `logFormat`. */
export type ArgumentsOf<O extends Record<string, Options | PositionalOptions>> = RequiredArguments<
  InferredOptionTypes<O>
> &
  OptionalArguments<InferredOptionTypes<O>>

type RequiredArguments<T> = {
  readonly [K in keyof T & string as undefined extends T[K] ? never : Camel<K>]: T[K]
}

type OptionalArguments<T> = {
  readonly [K in keyof T & string as undefined extends T[K] ? Camel<K> : never]?: T[K]
}

type Camel<K extends string> = K extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : K
