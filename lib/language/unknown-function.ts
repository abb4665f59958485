import { closest } from '../closest'
import { helpForFunction } from './foreign-words'
import { callable, callableNames } from './functions'
import { error } from './messages'
import { resolveExpression } from './resolve-expression'
import { report, written, type Clause, type ResolveState } from './resolving'
import type { CallExpression, Expression } from './syntax'
import { partsOf } from './walk'

/** Reports a function that is unknown, and checks the names in its arguments. */
export function reportUnknownFunction(
  state: ResolveState,
  call: CallExpression,
  clause: Clause,
): undefined {
  for (const argument of call.arguments) checkArgument(state, argument, clause)
  const { name, nameSpan } = call
  return report(state, error('unknown-function', nameSpan, name, functionHelp(state, call)))
}

/** The names in an argument of an unknown function; what it may be is unknown. */
function checkArgument(state: ResolveState, argument: Expression, clause: Clause): void {
  if (argument.kind === 'period' || argument.kind === 'star') return
  const isInside = clause.kind === 'measure' && !hasAggregate(argument)
  resolveExpression(state, argument, isInside ? { ...clause, kind: 'aggregated' } : clause)
}

function hasAggregate(expression: Expression): boolean {
  const isAggregate = expression.kind === 'call' && callable(expression.name)?.kind === 'aggregate'
  return isAggregate || partsOf(expression).some(hasAggregate)
}

function functionHelp(state: ResolveState, call: CallExpression): string | undefined {
  const help = helpForFunction(
    call.name,
    call.arguments.map((argument) => written(state, argument)),
  )
  const near = closest(call.name, callableNames())
  return help ?? (near === undefined ? undefined : `Did you mean \`${near}\`?`)
}
