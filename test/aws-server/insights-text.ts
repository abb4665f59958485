import { formatDiagnostic } from '../../lib/language/diagnostics'
import { parseQuery } from '../../lib/language/parse'
import type { Plan } from '../../lib/language/plan'
import { resolveQuery } from '../../lib/language/resolve'
import type { Cell } from '../../lib/results/result'
import { ServiceError } from './fault'

export interface ResultField {
  readonly field: string
  readonly value: string
}

export interface AnsweredQuery {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What a query means. @throws {ServiceError} as CloudWatch refuses one, with the place. */
export function compiled(text: string, mostRows: number): Plan {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline)
  const all = [...diagnostics, ...resolved.diagnostics]
  const error = all.find(({ severity }) => severity === 'error')
  if (error) throw malformed(error.message, error.span.start, error.span.end)
  const isOver = resolved.plan?.steps.some((step) => step.kind === 'limit' && step.count > mostRows)
  if (isOver) throw malformed('unexpected limit', 0, text.length)
  if (!resolved.plan) throw new Error(`no plan: ${formatDiagnostic(all[0]!, text, 'query')}`)
  return resolved.plan
}

/** How CloudWatch refuses a text, with the place of the mistake. */
export function malformed(message: string, start: number, end: number): ServiceError {
  return new ServiceError('MalformedQueryException', message, 400, {
    queryCompileError: { location: { startCharOffset: start, endCharOffset: end }, message },
  })
}

/** The rows of an answer as CloudWatch gives them, no more than it may. */
export function rowsOf(
  { steps }: Plan,
  { columns, rows }: AnsweredQuery,
  mostRows: number,
): readonly (readonly ResultField[])[] {
  const isRaw = !steps.some(({ kind }) => kind === 'aggregate')
  const most = steps.some(({ kind }) => kind === 'limit') ? mostRows : 10_000
  return rows.slice(0, most).map((row, index) => {
    const cells = columns.flatMap(({ name }, place): ResultField[] => {
      const value = shownAs(row[place]!)
      return value === undefined ? [] : [{ field: name, value }]
    })
    if (isRaw) cells.push({ field: '@ptr', value: `pointer-${index}` })
    // Nothing is promised about the order of the cells.
    return index % 2 === 0 ? cells : cells.reverse()
  })
}

/** As CloudWatch writes values: moments without a zone, nothing at all for what is missing. */
function shownAs(cell: Cell): string | undefined {
  if (cell === null) return undefined
  if (cell instanceof Date) return cell.toISOString().replace('T', ' ').replace('Z', '')
  return String(cell)
}
