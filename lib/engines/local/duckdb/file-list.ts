import { literal } from '../../../dialects/literals'

/** A list of files for DuckDB's readers; `*`, `?` and `[` in a name are escaped. */
export function fileList(paths: readonly string[]): string {
  return `[${paths.map((path) => literal(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`
}
