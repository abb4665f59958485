import type { LogFile } from '../file-state'
import { tokenInName } from '../ingest/source-groups'

/**
 * How the records of a flow log lie there. One flow log delivers text or Parquet, so that both together are a copy; but a
 * copy that natlens made stands for its sources, beside text that is not copied yet.
 */
export type RecordForm = 'text' | 'parquet'

export function formOf({ kind, path }: Pick<LogFile, 'kind' | 'path'>): RecordForm {
  return kind === 'parquet' && tokenInName(path) === undefined ? 'parquet' : 'text'
}
