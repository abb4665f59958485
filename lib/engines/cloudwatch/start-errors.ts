import type { MalformedQueryException } from '@aws-sdk/client-cloudwatch-logs'
import { UserError } from '../../errors'
import { formatDiagnostic } from '../../language/diagnostics'
import type { CloudwatchClients } from './clients'
import { logGroupNotFound, type DescribedGroup } from './log-groups'

/** An error of StartQuery as one message; any other error as it is. */
export async function explainStartError(
  error: unknown,
  { name, text, groups }: { name: string; text: string; groups: readonly DescribedGroup[] },
  clients: CloudwatchClients,
): Promise<unknown> {
  if (!(error instanceof Error)) return error
  if (error.name === 'ResourceNotFoundException') {
    // Its message may name the log group.
    const named = groups.find((group) => error.message.includes(group.name)) ?? groups[0]
    return logGroupNotFound(named!.identifier, clients, error)
  }
  if (error.name === 'InvalidParameterException') {
    return new UserError(`CloudWatch rejects \`${name}\`: ${error.message}`, { cause: error })
  }
  if (error.name !== 'MalformedQueryException') return error
  if (isOutsideRetention(error)) {
    const names = groups.map((group) => `\`${group.name}\``).join(', ')
    return new UserError(`the range is older than the records of ${names}: ${error.message}`, {
      help: 'the lake and the archive keep records longer: --engine athena, `natlens archive`',
      cause: error,
    })
  }
  return new UserError(withCaret(error, text, name), {
    help: 'this is the text that was sent; `natlens check` diagnoses a query without sending it',
    cause: error,
  })
}

/** Whether the text is rejected, so that another text might be accepted. */
export function isRejectedText(error: unknown): boolean {
  if (!(error instanceof Error) || isOutsideRetention(error)) return false
  return error.name === 'MalformedQueryException' || error.name === 'InvalidParameterException'
}

/** CloudWatch reports a window outside of a log group's retention as a malformed query. */
function isOutsideRetention({ message }: Error): boolean {
  return /creation time|retention/i.test(message)
}

/** The message with the line and a caret; the position is in a property or in the message: `([12,15])`. */
function withCaret(error: Error, text: string, name: string): string {
  const { queryCompileError: { location, message: reason } = {} } = error as MalformedQueryException
  const message = `CloudWatch: ${reason ?? error.message}`
  const inMessage = /\(\[(\d+),\s*(\d+)\]\)/.exec(message)
  const start = location?.startCharOffset ?? (inMessage ? Number(inMessage[1]) : undefined)
  const end = location?.endCharOffset ?? (inMessage ? Number(inMessage[2]) : undefined)
  if (start === undefined || start < 0 || start > text.length) return `${name}: ${message}`
  const span = { start, end: Math.max(end ?? start, start + 1) }
  return formatDiagnostic(
    { code: 'rejected', severity: 'error', message, help: undefined, span },
    text,
    name,
  )
}
