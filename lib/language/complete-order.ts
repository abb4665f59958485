import { partsOf, valuesOf } from './plan-fields'
import type { OutputColumn, SortKey, Step, Value } from './plan'

type Reference = Extract<Value, { kind: 'field' | 'system' | 'column' }>

/**
 * The steps, where each order breaks its ties by what the rest of the plan reads, `@message` last. Rows that are equal in
 * all of that are interchangeable: every engine gives the same answer.
 */
export function completeOrders(
  steps: readonly Step[],
  columns: readonly OutputColumn[],
): readonly Step[] {
  return steps.map((step, index) => {
    const rest = steps.slice(index + 1)
    if (step.kind !== 'sort' || isReplaced(rest)) return step
    const group = steps.slice(0, index).findLast(({ kind }) => kind === 'aggregate')
    return { ...step, keys: [...step.keys, ...tieKeys(step.keys, rest, columns, keysOf(group))] }
  })
}

/** Whether another order follows before a step that depends on this one. */
function isReplaced(rest: readonly Step[]): boolean {
  const next = rest.find(({ kind }) => kind === 'sort' || kind === 'limit' || kind === 'dedup')
  return next?.kind === 'sort'
}

/** The names that are different in each row; undefined for records. */
function keysOf(group: Step | undefined): readonly string[] | undefined {
  return group?.kind === 'aggregate' ? group.keys.map(({ name }) => name) : undefined
}

function tieKeys(
  keys: readonly SortKey[],
  rest: readonly Step[],
  columns: readonly OutputColumn[],
  groupKeys: readonly string[] | undefined,
): readonly SortKey[] {
  const defined = new Set<string>()
  const seen = new Set(keys.flatMap(({ value }) => identityOf(operandOf(value)) ?? []))
  const left = new Set(groupKeys?.map((name) => `column ${name}`).filter((key) => !seen.has(key)))
  const ties: Reference[] = []
  const messages: Reference[] = []
  const read = (value: Value) => {
    for (const reference of referencesIn(value)) {
      const key = identityOf(reference)!
      if (groupKeys && left.size === 0) return
      if (seen.has(key) || (reference.kind === 'column' && defined.has(reference.name))) continue
      seen.add(key)
      left.delete(key)
      const isMessage = reference.kind === 'system' && reference.name === '@message'
      ;(isMessage ? messages : ties).push(reference)
    }
  }
  for (const step of rest) {
    valuesOf(step).forEach(read)
    if (step.kind === 'extend') for (const { name } of step.columns) defined.add(name)
  }
  for (const { value } of columns) read(value)
  // Of records `desc` is the reverse of `asc`; groups are in the order of their keys.
  const descending = groupKeys === undefined && keys.at(-1)!.descending
  return [...ties, ...messages].map((value) => ({ value, descending }))
}

/** A key in natural order decides about its text. */
function operandOf(value: Value): Value {
  return value.kind === 'natural' ? value.operand : value
}

function identityOf(value: Value): string | undefined {
  return value.kind === 'field' || value.kind === 'system' || value.kind === 'column'
    ? `${value.kind} ${value.name}`
    : undefined
}

/** In the order of the text. */
function referencesIn(value: Value): readonly Reference[] {
  return value.kind === 'field' || value.kind === 'system' || value.kind === 'column'
    ? [value]
    : partsOf(value).flatMap(referencesIn)
}
