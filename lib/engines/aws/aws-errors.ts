import { InterruptedError, UserError } from '../../errors'
import { isThrottle, isTransient } from '../retry'
import { callOf } from './call-names'

/**
 * An error of AWS as one message with the next step; any other error as it is. A cause that stops every call outranks the error
 * that carries it.
 */
export function explainAwsError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InterruptedError) return error
  const known = knownCauses(error)[0]
  if (known) return known
  if (error instanceof UserError || !('$metadata' in error || '$fault' in error)) return error
  return new UserError(`${callText(error)}: ${error.name}: ${error.message}`, {
    help: retryHelp(error),
    cause: error,
  })
}

/** Whether every further call would fail in the same way. */
export function stopsEveryCall(error: unknown): boolean {
  return knownCauses(error).length > 0
}

/** Whether the policies of the caller do not allow the call. */
export function isAccessDenied(error: unknown): boolean {
  return causesOf(error).some(({ name }) => DENIED.test(name))
}

function knownCauses(error: unknown): readonly UserError[] {
  return causesOf(error).flatMap((cause) => knownError(cause) ?? [])
}

/** The error, its cause, the cause of that, and so on. */
function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}

/** The next step after an error that remains after the last retry. */
function retryHelp(error: Error): string | undefined {
  if (isThrottle(error)) {
    const { action = 'the action' } = callOf(error) ?? {}
    return `other users of the account call \`${action}\` too, for example dashboards; run it again in a minute`
  }
  return isTransient(error) ? 'AWS or the network fails temporarily; run it again in a minute' : undefined // prettier-ignore
}

const DENIED = /^AccessDenied(Exception)?$|^Forbidden$/
const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/
const REJECTED =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|InvalidSignatureException|SignatureDoesNotMatch)$/
const UNREACHABLE = /^(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT)$/

/** The message for an error that stops every call; undefined for any other. */
function knownError(error: Error): UserError | undefined {
  if (error instanceof UserError) return undefined
  const { name, message, code = '' } = error as Error & { readonly code?: string }
  const explain = (text: string, help: string) => new UserError(text, { help, cause: error })

  if (message === 'Region is missing') {
    const help = 'set it with --region, AWS_REGION, `region` in the settings or the profile'
    return explain('no AWS region', help)
  }
  if (message.startsWith('Region not accepted')) {
    const reason = message.slice(message.indexOf(':') + 2)
    const help = 'it comes from --region, AWS_REGION, the settings or the profile'
    return explain(`invalid AWS region: ${reason}`, help)
  }
  if (EXPIRED.test(name) || (/Provider(Error)?$/.test(name) && /expired/i.test(message))) {
    const help = 'sign in again (for example `aws sso login`) and run it again'
    return explain('the AWS credentials have expired', help)
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    const help = 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
    return explain(`no AWS credentials found: ${message}`, help)
  }
  if (REJECTED.test(name)) {
    const help = '`aws sts get-caller-identity` shows whose they are'
    return explain(`AWS rejected the credentials: ${name}`, help)
  }
  if (DENIED.test(name)) return accessDenied(error)
  if (UNREACHABLE.test(code)) {
    const help = 'check the region, AWS_ENDPOINT_URL and the network'
    return explain(`AWS cannot be reached: ${message || code}`, help)
  }
  return notFound(error) ?? noResultLocation(error)
}

/** Most services name the action and the resource in the message; else they are those of the call. */
function accessDenied(error: Error): UserError {
  const named = /not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(error.message)
  const call = callOf(error)
  const action = named?.[1] ?? call?.action ?? 'an action'
  const resource = named?.[2] ?? call?.resource
  const on = resource === undefined ? '' : ` on \`${resource}\``
  const user = /^User: (\S+)/.exec(error.message)?.[1]
  const policies = user === undefined ? 'its policies' : `the policies of ${user}`
  const list = action.startsWith('logs:')
    ? 'docs/engines.md lists what is required'
    : "the lake stack's roles show what is required"
  return new UserError(`access denied: \`${action}\`${on}`, {
    help: `${policies} must allow it; ${list}`,
    cause: error,
  })
}

function notFound(error: Error): UserError | undefined {
  const isMissing =
    /^(EntityNotFoundException|NoSuchBucket)$/.test(error.name) ||
    /^WorkGroup .*not found/i.test(error.message)
  if (!isMissing) return undefined
  const resource = callOf(error)?.resource.replace(/^s3:\/\/([^/]*).*/, 'bucket $1')
  const subject = resource?.replace(/ (.*)$/, ' `$1`') ?? 'the resource of the call'
  return new UserError(`${subject} not found`, {
    help: 'deploy the lake stack first, or use another name or --region',
    cause: error,
  })
}

/** https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html */
function noResultLocation(error: Error): UserError | undefined {
  if (!error.message.startsWith('No output location provided')) return undefined
  const subject = callOf(error)?.resource.replace(/ (.*)$/, ' `$1`') ?? 'the workgroup'
  return new UserError(`${subject} has no location for query results`, {
    help: 'set one in the workgroup, or use the workgroup of the lake stack: --workgroup NAME',
    cause: error,
  })
}

function callText(error: Error): string {
  const call = callOf(error)
  return call ? `${call.action} (${call.resource})` : 'AWS'
}
