import { UserError } from '../../lib/errors'

const WRITE_ERRORS = /^(ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|ENOENT|ENAMETOOLONG|EIO)$/ // prettier-ignore

/** The error of a full disk or an invalid folder as one message; any other error as it is. */
export function explainWriteError(error: unknown, folder: string, help: string): unknown {
  const { code = '', syscall, message } = error as NodeJS.ErrnoException
  if (syscall === undefined || syscall === 'connect' || !WRITE_ERRORS.test(code)) return error
  return new UserError(`\`${folder}\` cannot be written: ${message}`, { help, cause: error })
}
