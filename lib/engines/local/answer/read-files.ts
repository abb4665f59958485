import type { Notice } from '../../engine'
import { slicesOf, type Slice } from '../duckdb/view-sql'
import type { Workspace } from '../duckdb/workspace'
import type { LogFile, UsableFile } from '../file-state'
import type { ReadTextOptions } from '../read/text-reader'
import { NO_COPIES } from '../keep/open-copies'
import { readTexts } from './read-texts'

export interface FilesRead {
  /** No text file among them: each is read, read in part or unusable. */
  readonly files: readonly LogFile[]
  readonly slices: readonly Slice[]
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
    isByOrigin,
  }: Omit<ReadTextOptions, 'onProgress'> & { readonly hasMessage: boolean },
  workspace: Workspace,
  onProgress: (share: () => number) => void,
): Promise<FilesRead> {
  const texts = all.filter((file) => file.kind === 'text')
  const parquets = all.filter((file) => file.kind === 'parquet')
  const options = { hasMessage, isByOrigin }
  if (texts.length === 0)
    return { files: all, slices: slicesOf([], parquets, options), notices: [] }

  // A copy has the fields, but not the lines.
  const { copies, notices, remember } = hasMessage
    ? { ...NO_COPIES, remember: () => Promise.resolve() }
    : await workspace.keeper().open(texts, workspace, onProgress)
  const started = performance.now()
  const { files: read, records } = await readTexts(texts, copies, workspace.reader(), { columns, range, isByOrigin, onProgress }) // prettier-ignore
  await remember(performance.now() - started)
  const files = all.map((file) => read.get(file.path) ?? file)
  return { files, slices: slicesOf(records, parquets, options), notices }
}
