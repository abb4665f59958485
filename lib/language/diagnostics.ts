import type { Span } from './syntax'

/** A message about a query: what stands where, and what would be right. */
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
