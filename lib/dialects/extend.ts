import type { NamedValue, Step, Value } from '../language/plan'
import type { Blocks } from './blocks'
import { integerBits } from './integer-bits'
import { identifier } from './literals'
import { isMissing, isNullable } from './missing'
import type { SqlNames } from './sql-names'
import { writeValue } from './values'
import type { Named, Target } from './words'

/** A statement in the making. */
export interface Compilation {
  readonly target: Target
  readonly blocks: Blocks
  /** By the name of a column that a step has defined. */
  readonly columns: Map<string, Named>
  readonly names: SqlNames
}

/** Adds the columns of a `fields` or a `parse` to all that came before. */
export function compileExtend(
  { columns: parts }: Extract<Step, { kind: 'extend' }>,
  compilation: Compilation,
): void {
  const { target, blocks, columns, names } = compilation
  const write = groupReader(parts, compilation) ?? ((value: Value) => writeValue(target, value))
  const added = parts.map(({ name, value }) => [name, write(value), value] as const)
  for (const [name, sql, value] of added) {
    const sqlName = names.of(name)
    blocks.add(sqlName, sql)
    columns.set(name, { sql: identifier(sqlName), ...traitsOf(target, value) })
  }
}

/** Of a `parse` with several names: a column of all its groups comes first, so that a record is matched once for all of them. */
function groupReader(
  parts: readonly NamedValue[],
  { target, blocks, names }: Compilation,
): ((value: Value) => string) | undefined {
  const { groups } = target.words
  const values = parts.flatMap(({ value }) => (value.kind === 'extract' ? [value] : []))
  const [first] = values
  if (!groups || !first || values.length < 2 || values.length < parts.length) return undefined
  const isShared = values.every(
    ({ operand, regex }) => operand === first.operand && regex === first.regex,
  )
  if (!isShared || isMissing(target, first)) return undefined

  const name = names.of(`#parse ${parts[0]!.name}`, 'record')
  const last = Math.max(...values.map(({ group }) => group))
  blocks.add(name, groups.all(writeValue(target, first.operand), first.regex, last))
  blocks.mention(identifier(name))
  const byValue = new Map<Value, number>(values.map((value) => [value, value.group]))
  return (value) => groups.one(identifier(name), byValue.get(value)!)
}

export function traitsOf(target: Target, value: Value): Pick<Named, 'nullable' | 'bits'> {
  return { nullable: isNullable(target, value), bits: integerBits(target, value) }
}
