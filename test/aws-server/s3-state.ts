import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { ServiceError } from './fault'

export interface S3Request {
  readonly method: string
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** An object as GetObject gives it. */
export interface S3Object {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** S3's objects: PutObject with its checksum and `If-None-Match`, GetObject with both checksums, ListObjectsV2. */
export class S3State {
  /** By bucket, then key. */
  readonly buckets = new Map<string, Map<string, Buffer>>()
  /** Every write, in order. */
  readonly writes: string[] = []
  pageSize = 1000
  /** When every object was written. */
  modified = new Date('2026-03-14T11:00:00Z')
  /** Whether objects have a checksum besides their entity tag. */
  hasChecksums = true
  /** By key, how many of the next downloads come with one byte that is wrong. */
  readonly damaged = new Map<string, number>()

  addBucket(name: string): Map<string, Buffer> {
    const objects = new Map<string, Buffer>()
    this.buckets.set(name, objects)
    return objects
  }

  /** The call's name, as the API has it. */
  operationOf({ method, key }: S3Request): string {
    if (method === 'PUT') return 'PutObject'
    return key === '' ? 'ListObjectsV2' : 'GetObject'
  }

  handle(request: S3Request): S3Object | string {
    const objects = this.buckets.get(request.bucket)
    if (!objects) throw new ServiceError('NoSuchBucket', 'The bucket does not exist', 404)
    switch (this.operationOf(request)) {
      case 'PutObject':
        return this.#put(objects, request)
      case 'ListObjectsV2':
        return this.#list(objects, request)
      default: {
        const object = objects.get(request.key)
        if (!object) throw new ServiceError('NoSuchKey', 'The key does not exist', 404)
        return this.#get(object, request)
      }
    }
  }

  #get(object: Buffer, { key, headers }: S3Request): S3Object {
    const damages = this.damaged.get(key) ?? 0
    const body = Buffer.from(object)
    if (damages > 0) {
      this.damaged.set(key, damages - 1)
      body[0] = body[0]! ^ 1
    }
    const sha256 = createHash('sha256').update(object).digest('base64')
    const asked = headers['x-amz-checksum-mode'] === 'ENABLED'
    return {
      body,
      headers: {
        'last-modified': this.modified.toUTCString(),
        etag: `"${createHash('md5').update(object).digest('hex')}"`,
        ...(asked && this.hasChecksums ? { 'x-amz-checksum-sha256': sha256 } : {}),
      },
    }
  }

  #put(objects: Map<string, Buffer>, { key, headers, body }: S3Request): string {
    if (headers['if-none-match'] === '*' && objects.has(key)) {
      throw new ServiceError('PreconditionFailed', 'A precondition did not hold', 412)
    }
    const sum = createHash('sha256').update(body).digest('base64')
    if (headers['x-amz-checksum-sha256'] !== sum) {
      throw new ServiceError('BadDigest', 'The SHA256 you gave is not that of the body')
    }
    objects.set(key, body)
    this.writes.push(key)
    return ''
  }

  #list(objects: Map<string, Buffer>, { query }: S3Request): string {
    const prefix = query.get('prefix') ?? ''
    const entries = new Set(
      [...objects.keys()]
        .filter((key) => key.startsWith(prefix) && key > (query.get('start-after') ?? ''))
        .map((key) => {
          const slash = key.indexOf('/', prefix.length)
          return query.has('delimiter') && slash >= 0 ? key.slice(0, slash + 1) : key
        }),
    )
    const all = [...entries].sort()
    const start = Number(query.get('continuation-token') ?? 0)
    const end = start + this.pageSize
    const items = all
      .slice(start, end)
      .map((entry) =>
        entry.endsWith('/')
          ? `<CommonPrefixes><Prefix>${entry}</Prefix></CommonPrefixes>`
          : `<Contents><Key>${entry}</Key><Size>${objects.get(entry)?.length ?? 0}</Size><LastModified>${this.modified.toISOString()}</LastModified></Contents>`,
      )
    const next = end < all.length ? `<NextContinuationToken>${end}</NextContinuationToken>` : ''
    const truncated = `<IsTruncated>${String(end < all.length)}</IsTruncated>`
    return `<ListBucketResult>${items.join('')}${truncated}${next}</ListBucketResult>`
  }
}
