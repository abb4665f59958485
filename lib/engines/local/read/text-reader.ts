import type { Database } from '../duckdb/database'
import type { LogFile, ReadFile, TextFile, UsableFile } from '../file-state'
import { readFiles } from './read-files'
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

/** The query for which files are read. */
export interface ReadQuery {
  readonly sql: string
  readonly columnCount: number
  readonly database: Database
  /** Gets a function that gives the share that is done. */
  readonly onProgress: (share: () => number) => void
  /** Called for an unchanged file of which every line is readable, by DuckDB too. */
  readonly onSound: (file: ReadFile) => void
}

export interface Reading {
  /** No text file among them: each is read, read in part or unusable. */
  readonly files: readonly LogFile[]
  /**
   * The SQL that gives the rows: the query over the view of all readable records, or a table that holds its answer.
   * Undefined when no file is left.
   */
  readonly rowsSql: string | undefined
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
