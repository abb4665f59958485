import { crc32 } from '../../crc32'
import { ArchiveError, type Archive } from './archive'

export const zip: Archive = {
  name: 'zip',
  recognizes: (head) => MAGIC.includes(head.toString('latin1', 0, 4)),
  async *members({ path }) {
    const { openPromise } = await import('yauzl')
    const file = await guarded(openPromise(path, { autoClose: false }))
    try {
      for (const entries = file.eachEntry(); ;) {
        const next = await guarded(entries.next())
        if (next.done) return
        const entry = next.value
        if (entry.fileName.endsWith('/')) continue
        yield {
          name: entry.fileName,
          content: async () =>
            verified(await guarded(file.openReadStreamPromise(entry)), entry.crc32),
        }
      }
    } finally {
      file.close()
    }
  },
}

/** The first member, or the end of an archive without one. */
const MAGIC = ['PK\x03\x04', 'PK\x05\x06']

/** The package does not compare the checksum. */
async function* verified(
  stream: AsyncIterable<unknown, unknown>,
  expected: number,
): AsyncGenerator<Buffer> {
  let sum = 0
  const pieces = stream[Symbol.asyncIterator]()
  for (;;) {
    const next = await guarded(pieces.next())
    if (next.done) break
    const bytes = next.value as Buffer
    sum = crc32(bytes, sum)
    yield bytes
  }
  if (sum !== expected) throw new ArchiveError('wrong checksum')
}

/** Errors of the format; those of the disk stay as they are. */
async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall === 'string') throw error
    throw new ArchiveError((error as Error).message)
  }
}
