import { UserError } from '../../../errors'

/** Names the folder of the copies in place of a temporary file; gives other errors as they are. */
export function explainWriteError(error: unknown, out: string): unknown {
  const { message, syscall = '' } = error as NodeJS.ErrnoException
  const isOfReader = error instanceof UserError && /\.part[`"]/.test(message)
  if (!isOfReader && !/^(mkdir|open|rename|scandir|stat)$/.test(syscall)) return error
  const help = /no space|quota/i.test(message)
    ? 'make room on this disk or use another --out; then run it again to resume'
    : 'run it again to resume'
  return new UserError(`cannot write to \`${out}\`: ${reasonIn(message)}`, { cause: error, help })
}

/** Of a message of Node or DuckDB, what comes from the system. */
function reasonIn(message: string): string {
  const [, ofNode] = /\bE[A-Z0-9]+: ([^,]+)/.exec(message) ?? []
  return (ofNode ?? message.split(/[`"]: /).at(-1)!).toLowerCase()
}
