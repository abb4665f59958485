/**
 * A file that holds files: a new kind is a file here and a line in the table `ARCHIVES`. Members are written to the
 * temporary folder and then read like other files, in their own names.
 */
export interface Archive {
  readonly name: string
  /** Whether bytes begin like this; `isDecoded`: they come out of a codec. */
  recognizes(head: Buffer, isDecoded: boolean): boolean
  /**
   * Gives the members one after the other.
   * @throws {ArchiveError} where the archive is damaged.
   */
  members(source: ArchiveSource): AsyncGenerator<Member>
}

export interface ArchiveSource {
  readonly path: string
  /** The bytes behind the codec. */
  readonly open: () => NodeJS.ReadableStream
}

export interface Member {
  /** Its name in the archive, with `/` between folders. */
  readonly name: string
  /** Of a member that is not wanted it is not called. */
  readonly content: () => Promise<AsyncIterable<Buffer>>
}

/** What is wrong with an archive. */
export class ArchiveError extends Error {}
