import { literal } from '../../../dialects/literals'

/** A list of files for DuckDB's readers, which would read `*`, `?` and `[` in a name as a glob. */
export function fileList(paths: readonly string[]): string {
  return `[${paths.map((path) => literal(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`
}
