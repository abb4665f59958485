/**
 * A form in which text holds lines of records, such as JSON with a record in each `message`: a new one is a file here and
 * a line in the table `WRAPPERS`.
 */
export interface Wrapper {
  readonly name: string
  /** What messages count: lines of the file, or the records inside. */
  readonly unit: 'line' | 'record'
  /** Whether a text can have this form, by its first bytes; what is inside decides. */
  recognizes(head: Buffer): boolean
  /** Whether a text of this form without any record is a flow log. */
  holdsNoRecords?(head: Buffer): boolean
  open(): Unwrapper
}

/** Turns the bytes of one text into lines of records, piece by piece. */
export interface Unwrapper {
  add(bytes: Buffer): Buffer
  /** What is left at the end of the text. */
  end(): Buffer
}

/** The lines of a text's first bytes; `isCut`: the text goes on. */
export function unwrapHead(wrapper: Wrapper, head: Buffer, isCut: boolean): Buffer {
  const unwrapper = wrapper.open()
  const lines = unwrapper.add(head)
  // At the end of records only damage is left.
  const isDone = isCut || wrapper.unit === 'record'
  return isDone ? lines : Buffer.concat([lines, unwrapper.end()])
}
