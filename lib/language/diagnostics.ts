import type { Span } from './syntax'

/** A message about a query, its place, and what to write instead. */
export interface Diagnostic {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly help: string | undefined
  readonly span: Span
}

/** 1-based line and column; columns count UTF-16 units, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The position of an offset; beyond the text, that of its end. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 1 }
}

/** The diagnostic with its position, its line and a caret under it; several lines, without a final newline. */
export function formatDiagnostic(
  { severity, message, help, span }: Diagnostic,
  text: string,
  sourceName: string,
): string {
  const { line, column } = positionAt(text, span.start)
  const source = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '')
  const number = String(line)
  const gutter = ' '.repeat(number.length)
  // Tabs stay tabs, so that the caret is under its character at any tab width.
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ')
  const length = Math.min(span.end - span.start, source.length - column + 1)
  const lines = [
    `${sourceName}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${message}`,
    '',
    `  ${number} | ${source}`,
    `  ${gutter} | ${indent}${'^'.repeat(Math.max(1, length))}`,
  ]
  return [...lines, ...(help === undefined ? [] : [`help: ${help}`])].join('\n')
}
