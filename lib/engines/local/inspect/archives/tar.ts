import { ArchiveError, type Archive } from './archive'

const MAGIC = 'ustar'
const MAGIC_OFFSET = 257

export const tar: Archive = {
  name: 'tar',
  recognizes: (head) =>
    head.toString('latin1', MAGIC_OFFSET, MAGIC_OFFSET + MAGIC.length) === MAGIC,
  async *members({ open }) {
    const { extract } = await import('tar-stream')
    const source = open()
    const entries = extract()
    source.on('error', (error: Error) => entries.destroy(error))
    source.pipe(entries)
    try {
      for await (const entry of entries) {
        let isRead = false
        const content = () => {
          isRead = true
          return Promise.resolve(entry as AsyncIterable<Buffer>)
        }
        if (entry.header.type === 'file') yield { name: entry.header.name, content }
        if (!isRead) entry.resume()
      }
    } catch (error) {
      if (!/^(Unexpected end of data|Invalid tar header)/.test((error as Error).message))
        throw error
      throw new ArchiveError((error as Error).message)
    }
  },
}
