import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { connect } from '../../lib/engines/trino/connection'
import { trinoModule } from '../../lib/engines/trino/module'
import { statementPages } from '../../lib/engines/trino/statement'
import { readTlsFiles, type TlsFiles } from '../../lib/engines/trino/tls-files'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { setupOf } from '../engines/engine-setup'
import { exampleSettings } from '../settings/example-settings'

let folder: string
let server: Server
let url: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-tls-'))
  for (const [name, subject] of Object.entries({ server: 'localhost', ana: 'ana' })) {
    const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    const names = ['-subj', `/CN=${subject}`, '-addext', `subjectAltName=DNS:${subject},IP:127.0.0.1`] // prettier-ignore
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)]
    execFileSync('openssl', ['req', '-x509', ...options, ...names, ...files], { stdio: 'pipe' })
  }
  await writeFile(join(folder, 'text'), 'no certificate')
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  server = createServer(
    {
      cert: await read('server.pem'),
      key: await read('server.key'),
      ca: await read('ana.pem'),
      requestCert: true,
    },
    ({ socket }, response) => {
      const { CN } = (socket as TLSSocket).getPeerCertificate().subject
      response.end(JSON.stringify({ id: 'q', data: [[CN]], stats: { state: 'FINISHED' } }))
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const ANA = { tlsCert: 'ana.pem', tlsKey: 'ana.key' }

async function asked(files: TlsFiles): Promise<unknown> {
  const connection = connect({ server: url, tls: await readTlsFiles(files, folder) })
  for await (const { data } of statementPages('SELECT 1', connection, fakeWaiting())) return data
  return undefined
}

it('is trusted by its private authority, and knows who asks by a certificate', async () => {
  expect(await asked({ tlsCa: 'server.pem', ...ANA })).toEqual([['ana']])
})

it('says which certificate is lacking', async () => {
  await expect(asked(ANA)).rejects.toMatchObject({
    message: `trino: \`${url}\` has a certificate that is not trusted: self-signed certificate`,
    help: 'use --tls-ca or NODE_EXTRA_CA_CERTS with the certificate of its authority',
  })
  await expect(asked({ tlsCa: 'server.pem' })).rejects.toMatchObject({
    message: `trino: \`${url}\` requires a client certificate that it trusts`,
    help: 'use --tls-cert and --tls-key',
  })
})

it.each([
  [{ tlsCert: 'ana.pem' }, '--tls-cert requires --tls-key', 'a client certificate and its key are used together; one file can contain both'],
  [{ tlsKey: 'ana.key' }, '--tls-key requires --tls-cert', 'a client certificate and its key are used together; one file can contain both'],
  [{ tlsCa: 'none.pem' }, '`none.pem` cannot be read (ENOENT)', '--tls-ca is a PEM file with certificates'],
  [{ ...ANA, tlsKey: 'none.key' }, '`none.key` cannot be read (ENOENT)', '--tls-key is a PEM file with the private key of the certificate'],
  [{ tlsCa: 'text' }, expect.stringMatching(/^`text` does not contain a certificate \(.+\)$/), 'the file must be PEM, and its key must not be encrypted'],
  [{ ...ANA, tlsCert: 'text' }, expect.stringMatching(/^`text` does not contain a certificate \(.+\)$/), 'the file must be PEM, and its key must not be encrypted'],
  [{ ...ANA, tlsKey: 'server.key' }, expect.stringMatching(/^`server.key` does not contain the key of the certificate `ana.pem` \(.+\)$/), 'the file must be PEM, and its key must not be encrypted'],
] as [TlsFiles, string, string][])('refuses %j', async (files, message, help) => {
  await expect(readTlsFiles(files, folder)).rejects.toMatchObject({ message, help, exitCode: 2 })
}) // prettier-ignore

it('reads no file where none is named', async () => {
  expect(await readTlsFiles({}, folder)).toBeUndefined()
})

it('takes the files of the command line, or of the settings for the server that they name', () => {
  const trino = { server: url, catalog: 'hive', schema: undefined, user: 'ana', tlsCa: 'ca', tlsCert: 'c', tlsKey: 'k' } // prettier-ignore
  const settings = { ...exampleSettings(), trino }
  const files = (options: TlsFiles & { readonly server?: string }) =>
    trinoModule.locate(setupOf(options, settings))

  expect(files({})).toMatchObject({ tlsCa: 'ca', tlsCert: 'c', tlsKey: 'k' })
  expect(files({ tlsCa: 'other' })).toMatchObject({ tlsCa: 'other', tlsCert: 'c' })
  expect(files({ server: 'https://other.example.com' })).toMatchObject({
    tlsCa: undefined,
    tlsCert: undefined,
    tlsKey: undefined,
  })
})

it('refuses files that would be good for nothing', async () => {
  const tls = await readTlsFiles({ tlsCa: 'server.pem' }, folder)

  expect(() => connect({ server: 'http://localhost:8080', tls })).toThrow(
    'a certificate for Trino is set, but `http://localhost:8080` does not use TLS',
  )
})
