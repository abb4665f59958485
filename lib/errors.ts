export interface UserErrorOptions extends ErrorOptions {
  /** What would be right, or what to do next; printed on a line of its own. */
  readonly help?: string | undefined
  /** 1 when the work failed, 2 when the command line was wrong. */
  readonly exitCode?: 1 | 2
}

/** A mistake in what was asked or given, not in the program: printed without a stack trace. */
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

/** The command line was wrong: exit status 2. */
export class UsageError extends UserError {
  override readonly name = 'UsageError'

  constructor(message: string, options: Omit<UserErrorOptions, 'exitCode'> = {}) {
    super(message, { ...options, exitCode: 2 })
  }
}

/** The work was stopped from outside (Ctrl-C): exit status 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

/** @throws {InterruptedError} once the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted) throw new InterruptedError('interrupted', { cause })
}
