import { isThrottle, isTransient } from '../lib/engines/retry'
import { InterruptedError, UserError } from '../lib/errors'
import { callOf } from './aws-clients'

/**
 * What AWS refused, as one message with the next step; what is no error of AWS stays as it is. A refusal inside a message
 * about several items counts for all of them.
 */
export function awsError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InterruptedError) return error
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const refused = refusal(inner)
    if (refused) return refused
  }
  if (error instanceof UserError || !('$metadata' in error || '$fault' in error)) return error
  return new UserError(`${called(error)}: ${error.name}: ${error.message}`, {
    help: passing(error),
    cause: error,
  })
}

/** What to do about an error that eight tries did not outlast. */
function passing(error: Error): string | undefined {
  const isThrottled = isThrottle(error)
  if (!isThrottled && !isTransient(error)) return undefined
  const { action = 'the action' } = callOf(error) ?? {}
  return isThrottled
    ? `others of the account call \`${action}\` too, dashboards among them: run it again in a minute`
    : 'AWS or the network fails for now: run it again in a minute'
}

/** Whether every further call would be refused, too. */
export function isRefusal(error: unknown): boolean {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (refusal(inner)) return true
  }
  return false
}

/** Whether the policies of who asks do not allow it. */
export function isDenied(error: unknown): boolean {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (DENIED.test(inner.name)) return true
  }
  return false
}

function refusal(error: Error): UserError | undefined {
  if (error instanceof UserError) return undefined
  const { name, message } = error
  if (message === 'Region is missing') {
    return new UserError('no AWS region is known', {
      help: 'name one with --region, in AWS_REGION, or as `region` of the settings or the profile',
      cause: error,
    })
  }
  if (message.startsWith('Region not accepted')) {
    return new UserError(`the AWS region is none: ${message.slice(message.indexOf(':') + 2)}`, {
      help: '--region, AWS_REGION, the settings or the profile name it',
      cause: error,
    })
  }
  if (EXPIRED.test(name) || (/Provider(Error)?$/.test(name) && /expired/i.test(message))) {
    return new UserError('the AWS credentials have expired', {
      help: 'sign in again (`aws sso login`, or whatever made them) and run it again',
      cause: error,
    })
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return new UserError(`no AWS credentials were found: ${message}`, {
      help: 'name a profile in AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      cause: error,
    })
  }
  if (UNKNOWN.test(name)) {
    return new UserError(`AWS does not take the credentials: ${name}`, {
      help: '`aws sts get-caller-identity` shows whose they are',
      cause: error,
    })
  }
  if (DENIED.test(name)) return denied(error)
  if (
    /^(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT)$/.test((error as { code?: string }).code ?? '')
  ) {
    return new UserError(`AWS cannot be reached: ${message || (error as { code?: string }).code}`, {
      help: 'the region, AWS_ENDPOINT_URL and the network decide where a call goes',
      cause: error,
    })
  }
  return notFound(error) ?? nowhere(error)
}

const DENIED = /^AccessDenied(Exception)?$|^Forbidden$/
const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/
const UNKNOWN =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|InvalidSignatureException|SignatureDoesNotMatch)$/

/** AWS's own words name the action and the resource in most services; else it is what was asked. */
function denied(error: Error): UserError {
  const said = /not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(error.message)
  const call = callOf(error)
  const action = said?.[1] ?? call?.action ?? 'an action'
  const resource = said?.[2] ?? call?.resource
  const on = resource === undefined ? '' : ` on \`${resource}\``
  const who = /^User: (\S+)/.exec(error.message)?.[1]
  return new UserError(`access denied: \`${action}\`${on}`, {
    help: `${who === undefined ? 'its policies' : `the policies of ${who}`} must allow it; ${action.startsWith('logs:') ? 'docs/engines.md lists what is needed' : "the lake stack's roles show what is needed"}`,
    cause: error,
  })
}

function notFound(error: Error): UserError | undefined {
  const isMissing =
    /^(EntityNotFoundException|NoSuchBucket)$/.test(error.name) ||
    /^WorkGroup .*not found/i.test(error.message)
  if (!isMissing) return undefined
  const resource = callOf(error)?.resource ?? 'what was asked for'
  const [kind, ...name] = resource.replace(/^s3:\/\/([^/]*).*/, 'bucket $1').split(' ')
  return new UserError(`${kind} \`${name.join(' ')}\` not found`, {
    help: 'deploy the lake stack first, or name another one (in another region?)',
    cause: error,
  })
}

/** https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html */
function nowhere(error: Error): UserError | undefined {
  if (!error.message.startsWith('No output location provided')) return undefined
  const resource = callOf(error)?.resource ?? 'the workgroup'
  const [kind, name] = resource.split(' ')
  const subject = name === undefined ? resource : `${kind} \`${name}\``
  return new UserError(`${subject} names no place for the results of queries`, {
    help: 'its settings can name one; the workgroup of the lake stack does: --workgroup chooses another',
    cause: error,
  })
}

function called(error: Error): string {
  const call = callOf(error)
  return call ? `${call.action} (${call.resource})` : 'AWS'
}
