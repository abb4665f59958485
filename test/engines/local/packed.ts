import { pack } from 'tar-stream'

/** The log of one record of 1008 or 1009 bytes. */
export const ZSTD = Buffer.from('KLUv/QRoFQUA4oohGWCvDhBDOP8HQ7cDLQfEMgWqZKsmlCEmMA7AwtxplCRBzgQzdAZ8RdFuMLe3E38QnpkZvvbYfRCawAK3M0SnfCIHUkXvGh9GQQzwuXYH3Ktj3yCqVMv4WdG3jX1/aWfPb9NJRutUlbWrtdpWq++8nTNKe6mMkKVdSZ9S0NVVpYyvqnQtxQIKALkU7gWwlsCuKccRx4MDwGimgRXzgDWdCts7zw==', 'base64') // prettier-ignore
export const BZIP2 = Buffer.from('QlpoOTFBWSZTWavtdsoAAG/fgEAQQAN/4CoIxAA/rd8gMACsg1T0yJjQp6jQAGanqNBjJpkDJoZBkaYEYJVT9pBTQ0Ggeppp6g00Db5TOEanQPmfHTtK/wKjfaG11kzssiFWMsW5OQPmRPwpdGk2GSaSKJMXlkXmXjSi1o7FhAg3QkTLSA5ZoJ9cCr173PvyWNM3p8FixlKD+aiIeDOJIQ1L7pFVzD7PVyEHjWjr4mNokcCczYFEcSWpSekYCBTYeFFwL9NUhI1vl/F3JFOFCQq+12yg', 'base64') // prettier-ignore

export async function tarOf(members: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const tar = pack()
  for (const [name, content] of Object.entries(members)) tar.entry({ name }, content)
  tar.finalize()
  const parts: Buffer[] = []
  for await (const part of tar) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
