import type { Field } from '../../../flow-log/fields'
import { viewSql } from '../duckdb/view-sql'
import type { Workspace } from '../duckdb/workspace'
import type { LogFile, UsableFile } from '../file-state'

export interface FilesRead {
  /** No text file among them: each is read, read in part or unusable. */
  readonly files: readonly LogFile[]
  /** The statement that makes the view over all records. */
  readonly view: string
}

/** Reads the text files among the files; DuckDB reads the Parquet files by itself. */
export async function readFiles(
  all: readonly UsableFile[],
  columns: readonly Field[],
  workspace: Workspace,
  onProgress: (share: () => number) => void,
): Promise<FilesRead> {
  const texts = all.filter((file) => file.kind === 'text')
  const parquets = all.filter((file) => file.kind === 'parquet')
  if (texts.length === 0) return { files: all, view: viewSql([], parquets) }

  const { files: read, records } = await workspace.reader().read(texts, { columns, onProgress })
  const files = all.map((file) => read.get(file.path) ?? file)
  return { files, view: viewSql(records, parquets) }
}
