import type { Notice } from '../../engine'
import { viewSql } from '../duckdb/view-sql'
import type { Workspace } from '../duckdb/workspace'
import type { LogFile, UsableFile } from '../file-state'
import type { ReadTextOptions } from '../read/text-reader'
import { NO_COPIES } from '../keep/open-copies'
import { readTexts } from './read-texts'

export interface FilesRead {
  /** No text file among them: each is read, read in part or unusable. */
  readonly files: readonly LogFile[]
  /** The statement that makes the view over all records. */
  readonly view: string
  /** On copies that are kept. */
  readonly notices: readonly Notice[]
}

/** Reads the text files among the files, or their kept copies; DuckDB reads the Parquet files by itself. */
export async function readFiles(
  all: readonly UsableFile[],
  {
    columns,
    range,
    hasMessage,
  }: Pick<ReadTextOptions, 'columns' | 'range'> & { readonly hasMessage: boolean },
  workspace: Workspace,
  onProgress: (share: () => number) => void,
): Promise<FilesRead> {
  const texts = all.filter((file) => file.kind === 'text')
  const parquets = all.filter((file) => file.kind === 'parquet')
  if (texts.length === 0)
    return { files: all, view: viewSql([], parquets, hasMessage), notices: [] }

  // A copy has the fields, but not the lines.
  const { copies, notices, remember } = hasMessage
    ? { ...NO_COPIES, remember: () => Promise.resolve() }
    : await workspace.keeper().open(texts, workspace, onProgress)
  const started = performance.now()
  const { files: read, records } = await readTexts(texts, copies, workspace.reader(), { columns, range, onProgress }) // prettier-ignore
  await remember(performance.now() - started)
  const files = all.map((file) => read.get(file.path) ?? file)
  return { files, view: viewSql(records, parquets, hasMessage), notices }
}
