import type { LogFile, TextFile } from '../file-state'
import type { OpenedCopy } from '../keep/open-copies'
import { groupByColumns, groupByOrigin, wantedColumns } from '../read/column-groups'
import type { ReadRecords, ReadTextOptions, ReadTexts, TextReader } from '../read/text-reader'

/** Files that follow each other and all have copies, or none. */
interface Run {
  readonly hasCopies: boolean
  readonly files: TextFile[]
}

/** Each run without copies is read by itself: with more of them the copies save little. */
const MAX_RUNS = 32

/** Reads the text files without a copy. The records are in the order of the files, as without copies. */
export async function readTexts(
  texts: readonly TextFile[],
  copies: ReadonlyMap<string, OpenedCopy>,
  reader: TextReader,
  { columns, range, isByOrigin = false, onProgress }: ReadTextOptions,
): Promise<ReadTexts> {
  const groups = groupByColumns(texts, (file) => wantedColumns(file, columns)).flatMap((group) =>
    (isByOrigin ? groupByOrigin(group.files) : [{ origin: undefined, files: group.files }]).map(
      ({ origin, files }) => ({
        origin,
        columns: group.columns,
        runs: divideIntoRuns(files, copies),
      }),
    ),
  )
  const runs = groups.flatMap((group) => group.runs)
  if (copies.size === 0 || runs.length > MAX_RUNS)
    return reader.read(texts, { columns, range, isByOrigin, onProgress })

  const files = new Map<string, LogFile>()
  const records: ReadRecords[] = []
  const restBytes = bytesOf(runs.filter(({ hasCopies }) => !hasCopies).flatMap((run) => run.files))
  let doneBytes = 0
  for (const group of groups) {
    const paths: string[] = []
    for (const run of group.runs) {
      if (run.hasCopies) {
        for (const { path } of run.files) {
          const copy = copies.get(path)!
          files.set(path, copy.file)
          paths.push(copy.path)
        }
        continue
      }
      const [before, bytes] = [doneBytes, bytesOf(run.files)]
      const read = await reader.read(run.files, {
        columns,
        range,
        onProgress: (share) => onProgress(() => (before + share() * bytes) / restBytes),
      })
      doneBytes += bytes
      for (const [path, file] of read.files) files.set(path, file)
      paths.push(...read.records.flatMap((each) => each.paths))
    }
    records.push({ origin: group.origin, paths, columns: group.columns })
  }
  return { files, records }
}

function divideIntoRuns(
  files: readonly TextFile[],
  copies: ReadonlyMap<string, OpenedCopy>,
): readonly Run[] {
  const runs: Run[] = []
  for (const file of files) {
    const hasCopies = copies.has(file.path)
    const last = runs.at(-1)
    if (last?.hasCopies === hasCopies) last.files.push(file)
    else runs.push({ hasCopies, files: [file] })
  }
  return runs
}

function bytesOf(files: readonly TextFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
