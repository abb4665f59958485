import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { s3Client } from '../../lib/lake/clients'

const VARIABLES = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

it('asks for a bucket of another region there', async () => {
  const regions: (string | undefined)[] = []
  const server = createServer(({ headers }, response) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1]
    regions.push(region)
    response.setHeader('x-amz-bucket-region', 'eu-north-1')
    response.statusCode = region === 'eu-north-1' ? 200 : 301
    response.end(
      region === 'eu-north-1'
        ? '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>'
        : '<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const before = { ...process.env }
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, VARIABLES, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })

  const s3 = s3Client({ region: 'eu-west-1' })
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'logs' })).finally(() => {
    process.env = before
    server.closeAllConnections()
    server.close()
  })

  expect(Contents).toMatchObject([{ Key: 'a' }])
  expect(regions).toEqual(['eu-west-1', 'eu-north-1'])
})
