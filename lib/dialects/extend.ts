import type { NamedValue, Step, Value } from '../language/plan'
import type { Blocks } from './blocks'
import type { SqlNames } from './sql-names'
import type { Context } from './sql-syntax'
import { column, isNull, type Sql } from './tree'
import { writeValue } from './values'

/** What the steps of one plan share while they become SQL. */
export interface Compilation {
  readonly context: Context
  readonly blocks: Blocks
  /** The columns that steps have defined, by their names in the plan. */
  readonly columns: Map<string, Sql>
  readonly names: SqlNames
  /** By its text, a value that has a column of its own. */
  readonly hoisted: Map<string, Sql>
}

/** Adds the columns of a `fields` or a `parse` to the earlier columns. */
export function compileExtend(
  { columns: parts }: Extract<Step, { kind: 'extend' }>,
  compilation: Compilation,
): void {
  const { context, blocks, columns, names } = compilation
  const write = groupReader(parts, compilation) ?? ((value: Value) => writeValue(context, value))
  const added = parts.map(({ name, value }) => [name, write(value)] as const)
  for (const [name, value] of added) {
    const sqlName = names.of(name)
    blocks.add(sqlName, value)
    columns.set(name, column(sqlName, value))
  }
}

/** For a `parse` with several names: adds a column of all its groups, so that a record is matched once. */
function groupReader(
  parts: readonly NamedValue[],
  { context, blocks, names }: Compilation,
): ((value: Value) => Sql) | undefined {
  const { groups } = context.syntax
  const values = parts.flatMap(({ value }) => (value.kind === 'extract' ? [value] : []))
  const [first] = values
  if (!groups || !first || values.length < 2 || values.length < parts.length) return undefined
  const isShared = values.every(
    ({ operand, regex }) => operand === first.operand && regex === first.regex,
  )
  const operand = isShared ? writeValue(context, first.operand) : undefined
  if (!operand || isNull(operand)) return undefined

  const name = names.of(`#parse ${parts[0]!.name}`, 'record')
  const groupsSql = groups.all(operand, first.regex, Math.max(...values.map(({ group }) => group)))
  const allGroups = column(name, groupsSql)
  blocks.add(name, groupsSql)
  blocks.use(allGroups)
  const groupOf = new Map<Value, number>(values.map((value) => [value, value.group]))
  return (value) => groups.one(allGroups, groupOf.get(value)!)
}
