import { visible } from '../../visible'
import { UserError } from '../../errors'
import type { Connection } from './connection'
import type { BrokenConnection, TrinoResponse } from './request'

/** What Trino says of a query that failed. */
export interface TrinoFailure {
  readonly message?: string
  readonly errorName?: string
  readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number }
}

const NAMED = 'the catalog, the schema and the table are named by options of their own'
const MEMORY = 'a shorter range needs less; the limits are those of the server'

const HELP: Readonly<Record<string, string>> = {
  CATALOG_NOT_FOUND: NAMED,
  SCHEMA_NOT_FOUND: NAMED,
  TABLE_NOT_FOUND: NAMED,
  PERMISSION_DENIED: 'the access rules of the server must allow it',
  EXCEEDED_LOCAL_MEMORY_LIMIT: MEMORY,
  EXCEEDED_GLOBAL_MEMORY_LIMIT: MEMORY,
  EXCEEDED_TIME_LIMIT: MEMORY,
  CLUSTER_OUT_OF_MEMORY: MEMORY,
  QUERY_QUEUE_FULL: 'run it again when fewer queries wait',
}

/** A query that Trino began and could not end. */
export class QueryFailed extends UserError {
  constructor(
    message: string,
    readonly errorName: string,
  ) {
    super(message, { help: HELP[errorName] })
  }
}

/** A query that failed, in Trino's words. */
export function queryFailed(id: string, failure: TrinoFailure): QueryFailed {
  const { message = 'Trino gives no reason', errorName = 'UNKNOWN', errorLocation } = failure
  const place =
    errorLocation && !/^line \d+:\d+: /.test(message)
      ? `line ${errorLocation.lineNumber}:${errorLocation.columnNumber}: `
      : ''
  return new QueryFailed(`trino: query ${id} failed: ${errorName}: ${place}${message}`, errorName)
}

/** An answer with another status than that of a page. */
export function refused({ server, user }: Connection, { status, text }: TrinoResponse): UserError {
  const subject = `trino: \`${server.origin}\``
  const who = user === undefined ? '' : ` of \`${user}\``
  switch (status) {
    case 401:
      return new UserError(`${subject} does not take the credentials${who}${said(text)}`, {
        help: 'it wants a user with a password, or a token that has not expired',
      })
    case 403:
      return new UserError(`${subject} denies access${user === undefined ? '' : ` to \`${user}\``}${said(text)}`, { help: HELP['PERMISSION_DENIED'] }) // prettier-ignore
    case 404:
    case 410:
      return new UserError(`${subject} knows nothing of the query any more${said(text)}`, {
        help: 'a coordinator that was started again forgets its queries: run it again',
      })
    default:
      return new UserError(`${subject} answers HTTP ${status}${said(text)}`, {
        help: status >= 500 ? 'the log of the coordinator says why' : COORDINATOR,
      })
  }
}

/** An answer that is none of Trino's. */
export function notTrino({ server }: Connection): UserError {
  return new UserError(`trino: \`${server.origin}\` answers, but not as Trino does`, {
    help: COORDINATOR,
  })
}

const COORDINATOR = 'the address is that of a Trino coordinator, without a path'

/** What a server says in plain text; a page of HTML or JSON says nothing here. */
function said(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/)
  const plain = visible(line.slice(0, 200))
  return plain === '' || /^[<{]/.test(plain) ? '' : `: ${plain}`
}

/** No answer came. */
export function unreachable({ server }: Connection, cause: BrokenConnection): UserError {
  const { code, message } = cause
  const subject = `trino: \`${server.origin}\``
  if (/^ERR_SSL_\w+ALERT_\w*(CERTIFICATE|UNKNOWN_CA)/.test(code)) {
    return new UserError(`${subject} wants a certificate that it knows`, {
      help: '--tls-cert and --tls-key give one',
      cause,
    })
  }
  if (/^(EPROTO|ERR_SSL_\w+)$/.test(code)) {
    return new UserError(`${subject} does not speak TLS (${code})`, {
      help: 'the address of a server without TLS begins with http://',
      cause,
    })
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new UserError(`${subject} has a certificate for another name: ${message}`, {
      help: 'the address holds the name that the certificate is for',
      cause,
    })
  }
  if (/CERT|SIGNATURE|^ERR_TLS_/.test(code)) {
    return new UserError(`${subject} has a certificate that is not trusted: ${message}`, {
      help: '--tls-ca gives the certificate of its authority, as does NODE_EXTRA_CA_CERTS',
      cause,
    })
  }
  return new UserError(`${subject} cannot be reached: ${message}`, {
    help: 'the address, the port and the network decide where a question goes',
    cause,
  })
}
