import { call, numberLiteral, toMillis } from './conversions'
import { bitsOf } from './integer-bits'
import { error } from './messages'
import { define } from './names'
import { textKindOf, type TextKind } from './natural-order'
import { isParsed } from './parsed'
import { periodMilliseconds } from './period'
import type { NamedValue, Value } from './plan'
import type { ValueType } from './value-type'
import { printExpression } from './print'
import { resolveExpression } from './resolve-expression'
import { columnOf, report, written, type Clause, type ResolveState, type Scope } from './resolving'
import type { Expression, Item, PeriodLiteral, StatsCommand } from './syntax'

/** One row per distinct key; later commands see only the keys and the measures. */
export function resolveStats(state: ResolveState, { items, by }: StatsCommand): void {
  const columns = new Map<string, ValueType | undefined>()
  const texts = new Map<string, string>()
  const parsed = new Set<string>()
  const bits = new Map<string, number>()
  const textKinds = new Map<string, TextKind>()
  const renamed = new Map<string, string>()
  const earlier = new Map<string, ValueType | undefined>()
  const add = (item: Item, clause: Clause): NamedValue[] => {
    const { expression, alias } = item
    const value = shifted(resolveExpression(state, expression, clause), item.offset)
    const name = nameOf(state, item)
    if (columns.has(name)) {
      report(
        state,
        error('already-defined', item.span, name, 'it is defined twice in this command'),
      )
      return []
    }
    if (alias) define(state, name, alias.span)
    if (expression.kind !== 'name') {
      texts.set(printExpression(expression, { foldCase: true }), name)
    }
    if (alias && expression.kind === 'name') renamed.set(expression.name, name)
    columns.set(name, value?.type)
    if (value?.type === 'integer')
      bits.set(name, bitsOf(value, new Map([...state.scope.bits, ...bits])))
    if (value?.type === 'text') {
      textKinds.set(name, textKindOf(value, new Map([...state.scope.textKinds, ...textKinds])))
    }
    if (value && isParsed(state, value)) parsed.add(name)
    return value ? [{ name, value }] : []
  }

  const keys = by.flatMap((item) => add(item, { kind: 'key' }))
  const measures = items.flatMap((item) => {
    if (isConstant(item.expression)) {
      report(
        state,
        error('constant-measure', item.expression.span, written(state, item.expression)),
      )
      return []
    }
    const added = add(item, { kind: 'measure', earlier })
    earlier.set(nameOf(state, item), added[0]?.value.type)
    return added
  })

  const scope: Scope = {
    columns,
    texts,
    bits,
    textKinds,
    parsed,
    aggregated: true,
    renamed,
    // A name can be in the part of an item that has an error.
    isOpen: [...by, ...items].some(
      ({ expression, alias }) => !alias && expression.kind === 'invalid',
    ),
  }
  state.steps.push({ kind: 'aggregate', keys, measures })
  state.scope = scope
  state.display = undefined
  state.parsedColumns = []
  state.shown = [...keys, ...measures].map(({ name, value }) =>
    columnOf({ name, value: { kind: 'column', name, type: value.type } }),
  )
}

function isConstant({ kind }: Expression): boolean {
  return kind === 'number' || kind === 'text'
}

/** The bins of `offset` are shown later by its length. */
function shifted(value: Value | undefined, offset: PeriodLiteral | undefined): Value | undefined {
  if (!value || !offset) return value
  const milliseconds = periodMilliseconds(offset)
  if (value.type !== 'time' || milliseconds === undefined) return value
  const moved: Value = {
    kind: 'arithmetic',
    operator: '+',
    left: toMillis(value),
    right: numberLiteral(String(milliseconds)),
    type: 'integer',
  }
  return call('fromMillis', [moved], 'time')
}

function nameOf(state: ResolveState, { expression, alias }: Item): string {
  if (alias) return alias.text
  return expression.kind === 'name' ? expression.name : written(state, expression)
}
