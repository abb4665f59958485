import type { LogFile, TextFile } from '../file-state'
import { corruptProblem } from '../inspect/problems'
import type { SourceFile } from './part'
import type { TextReading } from './text-file-reader'

/** What the reader of a file must know of it. */
export function sourceOf({ codec, layout, ...file }: TextFile): SourceFile {
  const { path, shown, size, wrappers, expansion } = file
  const { fields, prefixColumns } = layout
  return { path, shown, size, codec: codec.name, wrappers, expansion, fields, prefixColumns }
}

/** The file after its reading. */
export function fileAfter(file: TextFile, reading: TextReading): LogFile {
  const { state, reason, unreadable, records, firstStart, lastStart, lacking } = reading
  if (state === 'corrupt') {
    const problem = corruptProblem(file, file.codec, reason ?? 'unknown')
    return { ...file, kind: 'unusable', problem }
  }
  const read = { ...file, records, firstStart, lastStart, lacking }
  const isTruncated = state === 'truncated'
  if (!isTruncated && unreadable.count === 0) return { ...read, kind: 'read' }
  return {
    ...read,
    kind: 'partly-read',
    isTruncated,
    unreadable: unreadable.count,
    firstUnreadable: unreadable.lines[0],
  }
}
