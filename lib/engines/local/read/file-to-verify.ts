import type { TextFile } from '../file-state'

/** A text file to verify, as plain values that can be sent to another thread. */
export interface FileToVerify {
  readonly path: string
  readonly shown: string
  readonly size: number
  /** The name of its codec. */
  readonly codec: string
  /** The first line, which names the fields; it may be repeated. */
  readonly header: string | undefined
  /** The same for files whose lines are read in the same way. */
  readonly reading: string
}

export function fileToVerify({ path, shown, size, codec, layout }: TextFile): FileToVerify {
  const { fields, hasHeader, prefixColumns } = layout
  const tokens = fields.map((field) => field?.token ?? '').join(' ')
  const reading = [hasHeader, prefixColumns, tokens].join()
  return { path, shown, size, codec: codec.name, header: hasHeader ? tokens : undefined, reading }
}
