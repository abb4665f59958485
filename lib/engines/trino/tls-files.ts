import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { UsageError } from '../../errors'
import type { TlsOptions } from './connection'

/** Names of PEM files, absolute or relative to a folder. */
export interface TlsFiles {
  readonly tlsCa?: string | undefined
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
}

/**
 * The contents of the files; undefined when none is named.
 * @throws {UsageError} for a file that cannot be read or is invalid, and for a certificate without its key.
 */
export async function readTlsFiles(
  { tlsCa, tlsCert, tlsKey }: TlsFiles,
  folder: string,
): Promise<TlsOptions | undefined> {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsKey === undefined ? ['cert', 'key'] : ['key', 'cert']
    throw new UsageError(`--tls-${given} requires --tls-${missing}`, {
      help: 'a client certificate and its key are used together; one file can contain both',
    })
  }
  const read = async (option: string, name: string | undefined, contents: string) => {
    if (name === undefined) return undefined
    return readFile(resolve(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(`\`${name}\` cannot be read (${cause.code ?? cause.message})`, {
        help: `--${option} is a PEM file with ${contents}`,
        cause,
      })
    })
  }
  const ca = await read('tls-ca', tlsCa, 'certificates')
  const cert = await read('tls-cert', tlsCert, 'certificates')
  const key = await read('tls-key', tlsKey, 'the private key of the certificate')
  if (ca === undefined && cert === undefined) return undefined

  // Node ignores an invalid CA silently and then trusts no server.
  if (ca !== undefined) {
    checkPem(`\`${tlsCa}\` does not contain a certificate`, () => new X509Certificate(ca))
  }
  if (cert !== undefined) {
    checkPem(`\`${tlsCert}\` does not contain a certificate`, () => new X509Certificate(cert))
    checkPem(`\`${tlsKey}\` does not contain the key of the certificate \`${tlsCert}\``, () =>
      createSecureContext({ cert, key }),
    )
  }
  return { ca, cert, key }
}

function checkPem(message: string, parse: () => unknown): void {
  try {
    parse()
  } catch (cause) {
    throw new UsageError(`${message} (${(cause as Error).message})`, {
      help: 'the file must be PEM, and its key must not be encrypted',
      cause,
    })
  }
}
