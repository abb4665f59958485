import { UserError } from '../../../errors'

/** @throws {UserError} instead of an error of the system, such as a full disk. */
export function throwCannot(be: 'read' | 'written', name: string, error: unknown): never {
  if (!isSystemError(error)) throw error
  const help = error.code === 'ENOSPC' ? 'make room on this disk, or use another' : undefined
  throw new UserError(`\`${name}\` cannot be ${be}: ${error.message}`, { cause: error, help })
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
