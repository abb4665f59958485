import { connect, type ConnectionOptions } from '../../../lib/engines/trino/connection'
import { unreachable } from '../../../lib/engines/trino/failure'
import { BrokenConnection } from '../../../lib/engines/trino/request'
import { UsageError } from '../../../lib/errors'

const HTTPS = 'https://trino.example.com'

function refusal(options: Partial<ConnectionOptions>): UsageError {
  try {
    connect({ server: HTTPS, ...options })
  } catch (error) {
    if (error instanceof UsageError) return error
  }
  throw new Error('it was not refused')
}

it.each([
  ['http://trino.example.com:8080', { user: 'ana', password: 'x' }, 'password'],
  ['http://trino.example.com:8080', { token: 'x' }, 'token'],
])('sends no secret in the open: %s %j', (server, who, secret) => {
  expect(refusal({ server, ...who })).toMatchObject({
    message: `the ${secret} for Trino would be sent unencrypted to \`trino.example.com:8080\``,
    help: 'use an address that begins with https://',
  })
})

it.each(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080', HTTPS])(
  'sends a password to %s',
  (server) => {
    const { headers } = connect({ server, user: 'ana', password: 'x' })

    expect(headers).toMatchObject({ 'X-Trino-User': 'ana', Authorization: 'Basic YW5hOng=' })
  },
)

it.each([
  ['trino.example.com', 'trino.example.com'],
  ['ftp://trino.example.com', 'ftp://trino.example.com'],
  ['https://ana:secret@trino.example.com', 'https://…@trino.example.com'],
  ['https://trino.example.com/?token=x', 'https://trino.example.com/?token=x'],
  ['https://example.com/trino', 'https://example.com/trino'],
  ['', ''],
])('takes `%s` for no address', (server, shown) => {
  expect(refusal({ server })).toMatchObject({
    message: `the Trino server \`${shown}\` is not an address`,
    help: 'use an address such as https://trino.example.com or http://localhost:8080, without a user or a path',
  })
})

it('takes a password or a token, a password only with its user, and nothing that breaks a header', () => {
  expect(refusal({ user: 'ana', password: 'x', token: 'y' }).message).toBe(
    'both a password and a token for Trino are set',
  )
  expect(refusal({ password: 'x' })).toMatchObject({
    message: 'a password for Trino requires a user',
    help: 'use --user',
  })
  expect(refusal({ user: 'ana\r\nX-Trino-Role: admin' }).message).toBe(
    'the user or the token for Trino contains invalid characters',
  )
})

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
])('says of %s that the certificate is not trusted', (code) => {
  const error = unreachable(
    connect({ server: HTTPS }),
    new BrokenConnection('what Node says', code),
  )

  expect(error).toMatchObject({
    message: 'trino: `https://trino.example.com` has a certificate that is not trusted: what Node says',
    help: 'use --tls-ca or NODE_EXTRA_CA_CERTS with the certificate of its authority',
  }) // prettier-ignore
})

it('says that a certificate is for another name', () => {
  const broken = new BrokenConnection('IP: 192.0.2.1 is not in the list', 'ERR_TLS_CERT_ALTNAME_INVALID') // prettier-ignore

  expect(unreachable(connect({ server: 'https://192.0.2.1' }), broken)).toMatchObject({
    message: 'trino: `https://192.0.2.1` has a certificate for another name: IP: 192.0.2.1 is not in the list',
    help: 'use the name of the certificate in the address',
  }) // prettier-ignore
})
