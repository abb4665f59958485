import { basename } from 'node:path'
import { CODECS } from '../codecs/codecs'
import { parquet } from '../containers/parquet'
import type { Archive } from './archive'
import { zip } from './zip'

/** A compressed file in a compressed file, and Parquet or zip in one: the content is the only member. */
export const packed: Archive = {
  name: 'compressed',
  recognizes: (head, isDecoded) =>
    isDecoded &&
    (parquet.recognizes(head) ||
      zip.recognizes(head, true) ||
      CODECS.some((codec) => codec.ending !== undefined && codec.recognizes(head))),
  // eslint-disable-next-line @typescript-eslint/require-await -- a generator as for other archives
  async *members({ path, open }) {
    const name = basename(path).replace(/\.(gz|zst|bz2)$/i, '')
    yield { name, content: () => Promise.resolve(open() as unknown as AsyncIterable<Buffer>) }
  },
}
