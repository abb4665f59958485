import type { Database } from '../duckdb/database'
import type { LogFile, ReadFile } from '../file-state'

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
