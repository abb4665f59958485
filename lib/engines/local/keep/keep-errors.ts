import { InterruptedError, throwIfAborted, UserError } from '../../../errors'

/** Whether an error is one of files or of the system, so that the question can do without copies. @throws {InterruptedError} once the signal is aborted. */
export function isExpected(error: unknown, signal: AbortSignal | undefined): boolean {
  throwIfAborted(signal, error)
  if (error instanceof InterruptedError) return false
  return error instanceof UserError || typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
