import type { TextFile, UsableFile } from '../file-state'
import { readFiles } from './read-files'
import type { Reading, ReadQuery } from './reading'
import { verifier } from './verifier'

/** Reads text files before DuckDB does: the one door to this folder. */
export interface TextReader {
  /** Begins with a file while other files are still inspected. */
  add(file: TextFile): void
  /** Reads all files of a log; every text file among them was added before. */
  read(files: readonly UsableFile[], query: ReadQuery): Promise<Reading>
  /** Removes what it wrote; nothing is written afterwards. */
  close(): Promise<void>
}

export function textReader(folder: string, signal: AbortSignal | undefined): TextReader {
  const verifying = verifier({ folder, signal })
  return {
    add(file) {
      if (!file.isIrregular) verifying.add(file)
    },
    read: (files, query) => readFiles(files, { ...query, verifier: verifying, signal }),
    close: () => verifying.close(),
  }
}
