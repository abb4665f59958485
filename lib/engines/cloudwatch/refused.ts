import type { MalformedQueryException } from '@aws-sdk/client-cloudwatch-logs'
import { UserError } from '../../errors'
import { formatDiagnostic } from '../../language/diagnostics'
import type { CloudwatchClients } from './clients'
import { missing, type AskedGroup } from './log-groups'

/** What CloudWatch says of a query that it does not start, as one message; any other error stays as it is. */
export async function refusal(
  error: unknown,
  { name, text, groups }: { name: string; text: string; groups: readonly AskedGroup[] },
  clients: CloudwatchClients,
): Promise<unknown> {
  if (!(error instanceof Error)) return error
  if (error.name === 'ResourceNotFoundException') {
    // It names the log group in its message, if at all.
    const named = groups.find((group) => error.message.includes(group.name)) ?? groups[0]
    return missing(named!.identifier, clients, error)
  }
  if (error.name === 'InvalidParameterException') {
    return new UserError(`CloudWatch does not take \`${name}\`: ${error.message}`, { cause: error })
  }
  if (error.name !== 'MalformedQueryException') return error
  if (isOutsideRetention(error)) {
    const names = groups.map((group) => `\`${group.name}\``).join(', ')
    return new UserError(`the range is older than what ${names} can hold: ${error.message}`, {
      help: 'the lake and the archive keep records longer: --engine athena, `natlens archive`',
      cause: error,
    })
  }
  return new UserError(placed(error, text, name), {
    help: 'this is the text as CloudWatch got it; `natlens check` diagnoses a query without sending it',
    cause: error,
  })
}

/** Whether the query is refused for what it says, and might be taken with another text. */
export function isMalformed(error: unknown): boolean {
  if (!(error instanceof Error) || isOutsideRetention(error)) return false
  return error.name === 'MalformedQueryException' || error.name === 'InvalidParameterException'
}

/** CloudWatch calls a window that a log group cannot hold a malformed query. */
function isOutsideRetention({ message }: Error): boolean {
  return /creation time|retention/i.test(message)
}

/** With the line and a caret under the place, which comes beside the message or in it: `([12,15])`. */
function placed(error: Error, text: string, name: string): string {
  const { queryCompileError: { location, message: said } = {} } = error as MalformedQueryException
  const message = `CloudWatch: ${said ?? error.message}`
  const inMessage = /\(\[(\d+),\s*(\d+)\]\)/.exec(message)
  const start = location?.startCharOffset ?? (inMessage ? Number(inMessage[1]) : undefined)
  const end = location?.endCharOffset ?? (inMessage ? Number(inMessage[2]) : undefined)
  if (start === undefined || start < 0 || start > text.length) return `${name}: ${message}`
  const span = { start, end: Math.max(end ?? start, start + 1) }
  return formatDiagnostic(
    { code: 'refused', severity: 'error', message, help: undefined, span },
    text,
    name,
  )
}
