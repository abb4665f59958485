export interface UserErrorOptions extends ErrorOptions {
  /** What to do; printed on its own line. */
  readonly help?: string | undefined
  /** 1: the run failed; 2: the command line is wrong. */
  readonly exitCode?: 1 | 2
}

/** An error in the user's input or environment, not in the program: printed without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError'
  readonly help: string | undefined
  readonly exitCode: 1 | 2

  constructor(message: string, { help, exitCode = 1, ...options }: UserErrorOptions = {}) {
    super(message, options)
    this.help = help
    this.exitCode = exitCode
  }
}

/** The command line is wrong: exit status 2. */
export class UsageError extends UserError {
  override readonly name = 'UsageError'

  constructor(message: string, options: Omit<UserErrorOptions, 'exitCode'> = {}) {
    super(message, { ...options, exitCode: 2 })
  }
}

/** The run was interrupted (Ctrl-C): exit status 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

/** @throws {InterruptedError} once the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted) throw new InterruptedError('interrupted', { cause })
}
