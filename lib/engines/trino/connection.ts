import { UsageError } from '../../errors'

/** A Trino server, and the user. */
export interface ConnectionOptions {
  /** `https://trino.example.com`, `http://localhost:8080` */
  readonly server: string
  /** Default: `natlens`; a token contains the user. */
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** A JSON Web Token or an OAuth 2.0 access token. */
  readonly token?: string | undefined
  readonly tls?: TlsOptions | undefined
}

/** PEM texts: certificate authorities to trust instead of those of Node.js, and a client certificate with its key. */
export interface TlsOptions {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export interface Connection {
  readonly server: URL
  readonly headers: Readonly<Record<string, string>>
  readonly tls: TlsOptions
  /** As messages name it; nothing secret. */
  readonly user: string | undefined
}

/**
 * The address and the headers of every request.
 *
 * https://trino.io/docs/current/develop/client-protocol.html
 * @throws {UsageError} for an invalid address, and where a secret would be sent unencrypted to another machine.
 */
export function connect({
  server,
  user,
  password,
  token,
  tls = {},
}: ConnectionOptions): Connection {
  const url = addressOf(server)
  refuseUnclear(url, { user, password, token })
  refuseUnused(url, tls)
  const sentUser = user ?? (token === undefined ? 'natlens' : undefined)
  return {
    server: url,
    headers: {
      ...(sentUser !== undefined && { 'X-Trino-User': sentUser }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(password !== undefined && { Authorization: `Basic ${base64(`${user}:${password}`)}` }),
      'X-Trino-Source': 'natlens',
      'X-Trino-Time-Zone': 'UTC',
      // Without it the server sends `timestamp` for every precision.
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    },
    tls,
    user: sentUser,
  }
}

function addressOf(server: string): URL {
  const url = URL.canParse(server) ? new URL(server) : undefined
  // A path would be dropped, so the secret would go to another service at the root.
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url
  const shown = server.replace(/\/\/[^/@]*@/, '//…@')
  throw new UsageError(`the Trino server \`${shown}\` is not an address`, {
    help: 'use an address such as https://trino.example.com or http://localhost:8080, without a user or a path',
  })
}

function refuseUnclear(
  url: URL,
  { user, password, token }: Pick<ConnectionOptions, 'user' | 'password' | 'token'>,
): void {
  if (password !== undefined && token !== undefined) {
    throw new UsageError('both a password and a token for Trino are set', {
      help: 'set only one of NATLENS_TRINO_PASSWORD and NATLENS_TRINO_TOKEN',
    })
  }
  if (password !== undefined && user === undefined) {
    throw new UsageError('a password for Trino requires a user', {
      help: 'use --user',
    })
  }
  const secret = password !== undefined ? 'password' : token !== undefined ? 'token' : undefined
  if (secret && url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new UsageError(`the ${secret} for Trino would be sent unencrypted to \`${url.host}\``, {
      help: 'use an address that begins with https://',
    })
  }
  const headers = [user, token].filter((value) => value !== undefined)
  if (headers.some((value) => !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value))) {
    throw new UsageError('the user or the token for Trino contains invalid characters', {
      help: 'both must be ASCII without line ends',
    })
  }
}

function refuseUnused({ protocol, origin }: URL, tls: TlsOptions): void {
  if (protocol === 'https:' || Object.values(tls).every((text) => text === undefined)) return
  throw new UsageError(`a certificate for Trino is set, but \`${origin}\` does not use TLS`, {
    help: 'use an address that begins with https://',
  })
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
