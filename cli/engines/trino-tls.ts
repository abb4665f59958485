import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { TlsOptions } from '../../lib/engines/trino/connection'
import { UsageError } from '../../lib/errors'

/** Names of PEM files, from the folder of the terminal on. */
export interface TlsFiles {
  readonly tlsCa?: string | undefined
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
}

const CERTIFICATES = 'a PEM file of certificates'

/**
 * What the files hold; undefined when none is named.
 * @throws {UsageError} for one that cannot be read or holds something else, and for a certificate without its key.
 */
export async function readTls(
  { tlsCa, tlsCert, tlsKey }: TlsFiles,
  folder: string,
): Promise<TlsOptions | undefined> {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, other] = tlsKey === undefined ? ['cert', 'key'] : ['key', 'cert']
    throw new UsageError(`--tls-${given} is given without --tls-${other}`, {
      help: 'a certificate proves who asks together with its key; one file may hold both',
    })
  }
  const text = async (option: string, name: string | undefined, what: string) => {
    if (name === undefined) return undefined
    return readFile(resolve(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(`\`${name}\` cannot be read (${cause.code ?? cause.message})`, {
        help: `--${option} is ${what}`,
        cause,
      })
    })
  }
  const ca = await text('tls-ca', tlsCa, CERTIFICATES)
  const cert = await text('tls-cert', tlsCert, CERTIFICATES)
  const key = await text('tls-key', tlsKey, "the PEM file of the certificate's private key")
  if (ca === undefined && cert === undefined) return undefined

  // Node passes over authorities that are none, and trusts nobody.
  if (ca !== undefined) refused(`\`${tlsCa}\` holds no certificate`, () => new X509Certificate(ca))
  if (cert !== undefined) {
    refused(`\`${tlsCert}\` holds no certificate`, () => new X509Certificate(cert))
    refused(`\`${tlsKey}\` holds no key of the certificate \`${tlsCert}\``, () =>
      createSecureContext({ cert, key }),
    )
  }
  return { ca, cert, key }
}

function refused(message: string, read: () => unknown): void {
  try {
    read()
  } catch (cause) {
    throw new UsageError(`${message} (${(cause as Error).message})`, {
      help: 'it is PEM, and its key is not encrypted',
      cause,
    })
  }
}
