import { literal } from '../../../dialects/literals'

/** A text file with one part for each row. */
export interface TextFile {
  /** SQL for the text of a row. */
  readonly line: string
  readonly before: string
  readonly between: string
  readonly after: string
  /** The whole file where there are no rows. */
  readonly empty: string
}

/** Options of `COPY` that write the texts of rows as they are: no quotes, no separators of columns. */
export function textCopyOptions({ before, between, after }: TextFile): string {
  const around = `PREFIX ${literal(before)}, NEW_LINE ${literal(between)}, SUFFIX ${literal(after)}`
  return `FORMAT csv, HEADER false, DELIMITER '', QUOTE '', ESCAPE '', ${around}`
}
