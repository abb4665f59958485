import type { Transform } from 'node:stream'

/** A compression of text files: a new one is a file here and a line in the table {@link CODECS}. */
export interface Codec {
  readonly name: string
  /** How names of such files end; undefined where any name does. */
  readonly ending: string | undefined
  /** Whether a file begins like this. */
  recognizes(head: Buffer): boolean
  /** How many first bytes of a file give its first lines; undefined: a few are enough. */
  readonly headBytes?: number
  /** Loads the library; the functions below work afterwards. */
  load?(): Promise<void>
  /**
   * The text of a file's first bytes, as far as they go.
   * @throws what {@link damageOf} knows, when no byte can be decoded.
   */
  decodeHead(head: Buffer): Buffer
  /**
   * The text of a whole file; undefined when it has more than `maxBytes`. A codec without this decodes streams only.
   * @throws what {@link damageOf} knows; with `isTruncated`, a cut stream gives what it has.
   */
  decode?(bytes: Buffer, maxBytes: number, isTruncated: boolean): Buffer | undefined
  /** The same for a file of any size. */
  decoder(isTruncated: boolean): Transform
  /** What an error says of the stream; undefined when it comes from elsewhere, such as the disk. */
  damageOf(error: unknown): 'truncated' | 'corrupt' | undefined
}
