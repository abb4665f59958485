/** Reads RFC 4180 text, as {@link csvLine} writes it, into lines of cells; an empty cell is null. */
export function readCsv(text: string): readonly (readonly (string | null)[])[] {
  const lines: (string | null)[][] = []
  let line: (string | null)[] = []
  // A cell, in quotes or not, and its separator.
  for (const [all, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (all === '' && line.length === 0) break
    const cell = quoted?.replaceAll('""', '"') ?? plain ?? ''
    line.push(cell === '' ? null : withoutGuard(cell))
    if (end === ',') continue
    lines.push(line)
    line = []
    if (end === '') break
  }
  return lines
}

/** Removes the apostrophe that guards a formula. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
