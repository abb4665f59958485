import { completeOrders } from './complete-order'
import type { Diagnostic } from './diagnostics'
import { lex } from './lex'
import { error } from './messages'
import { system } from './names'
import type { OutputColumn, Plan, Step } from './plan'
import { fieldsOf } from './plan-fields'
import { resolveCommand } from './resolve-command'
import { columnOf, report, type DeclaredParameter, type ResolveState } from './resolving'
import type { Command, Pipeline } from './syntax'

export interface Resolution {
  /** Undefined when there is an error, a part without an SQL form, or a placeholder without its value. */
  readonly plan: Plan | undefined
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface ResolveOptions {
  /** The parameters that the query declares, by name. */
  readonly parameters?: ReadonlyMap<string, DeclaredParameter> | undefined
}

/** Resolves names to fields and columns, values to types, and commands to steps. */
export function resolveQuery(
  { text, commands }: Pipeline,
  { parameters = new Map() }: ResolveOptions = {},
): Resolution {
  const state: ResolveState = {
    text,
    parameters,
    diagnostics: [],
    steps: [],
    defined: new Set(),
    named: namesOfOthers(text, commands),
    scope: {
      columns: new Map(),
      texts: new Map(),
      bits: new Map(),
      textKinds: new Map(),
      parsed: new Set(),
      aggregated: false,
      isOpen: false,
      renamed: new Map(),
    },
    command: 'fields',
    shown: [],
    parsedColumns: [],
    display: undefined,
    hasPlan: commands.length > 0,
  }
  checkOrder(state, commands)
  for (const command of commands) {
    resolveCommand(state, command)
    if (leavesUnknownNames(command)) state.scope.isOpen = true
  }

  const diagnostics = state.diagnostics.sort((a, b) => a.span.start - b.span.start)
  const failed = !state.hasPlan || diagnostics.some(({ severity }) => severity === 'error')
  return { plan: failed ? undefined : finish(state), diagnostics }
}

function finish({ steps, scope, shown, parsedColumns, display }: ResolveState): Plan {
  const chosen = [...shown, ...parsedColumns]
  const columns = display ?? (chosen.length > 0 ? chosen : RAW_COLUMNS)
  const all = completeOrders(scope.aggregated ? steps : newestFirst(steps), columns)
  return { steps: all, columns, fields: fieldsOf(all, columns) }
}

/** The columns of a query without `fields`, `display` or `stats`. */
const RAW_COLUMNS: readonly OutputColumn[] = (['@timestamp', '@message'] as const).map((name) =>
  columnOf({ name, value: system(name) }),
)

const NEWEST_FIRST: Step = {
  kind: 'sort',
  keys: [{ value: system('@timestamp'), descending: true }],
}

/** Records without an order are newest first, which `limit` and `dedup` rely on. */
function newestFirst(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(
    ({ kind }) => kind === 'sort' || kind === 'limit' || kind === 'dedup',
  )
  if (first === -1) return [...steps, NEWEST_FIRST]
  return steps[first]!.kind === 'sort'
    ? steps
    : [...steps.slice(0, first), NEWEST_FIRST, ...steps.slice(first)]
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
const MAX_STATS = 10

function checkOrder(state: ResolveState, commands: readonly Command[]): void {
  const kinds = commands.map(({ kind }) => (kind === 'countFrequent' ? 'stats' : kind))
  const lastStats = kinds.lastIndexOf('stats')
  const dedup = kinds.indexOf('dedup')
  let stats = 0
  for (const [index, { kind, span }] of commands.entries()) {
    if ((kind === 'sort' || kind === 'limit') && index < lastStats) {
      report(state, error('before-stats', span, kind))
    }
    const known = kind !== 'limit' && kind !== 'broken' && kind !== 'other'
    if (dedup !== -1 && index > dedup && known) report(state, error('after-dedup', span, kind))
    if (kinds[index] === 'stats' && ++stats === MAX_STATS + 1)
      report(state, error('too-many-stats', span))
  }
}

function namesOfOthers(text: string, commands: readonly Command[]): ReadonlySet<string> {
  const others = commands.filter((each) => each.kind === 'other' && each.name !== 'SOURCE')
  const tokens = others.flatMap(({ span }) => lex(text.slice(span.start, span.end)).tokens)
  return new Set(tokens.flatMap((token) => (token.kind === 'name' ? [token.text] : [])))
}

/** Commands that choose log groups or records and do not change names. */
const TRANSPARENT = new Set(['SOURCE', 'in (SOURCE …)', 'unmask'])
/** Commands that define no name, so that an invalid one leaves the names as they are. */
const NAMELESS = new Set(['filter', 'where', 'filterindex', 'sort', 'limit', 'dedup'])

function leavesUnknownNames(command: Command): boolean {
  if (command.kind === 'broken') return !NAMELESS.has(command.word)
  return command.kind === 'other' && !TRANSPARENT.has(command.name)
}
