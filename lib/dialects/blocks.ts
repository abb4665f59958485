import { identifier } from './literals'
import { AND_PLACE, printSql } from './print-sql'
import { column, sql, usesColumn, type Sql } from './tree'

/** A key of the order of rows; missing values come last in both directions. */
export interface SortTerm {
  readonly key: Sql
  readonly descending: boolean
}

/** A column of a `SELECT` list. */
export type NamedSql = readonly [name: string, value: Sql]

/** The parts of the open `SELECT`. */
interface Block {
  readonly where: Sql[]
  /** Columns in addition to the earlier ones. */
  readonly added: NamedSql[]
  order: readonly SortTerm[]
  limit: number | undefined
}

/**
 * Chains `SELECT`s, each over the one before, so that the text reads from top to bottom like the query.
 *
 * A step that uses the `SELECT` list or the `LIMIT` of the open block starts a new block.
 */
export class Blocks {
  private readonly tables: string[] = []
  private readonly counts = new Map<string, number>()
  private block: Block = emptyBlock()
  /** Whether the rows are groups rather than records. */
  isAggregated = false
  private source: string
  /** The order of the rows so far, which the last `SELECT` repeats. */
  private order: readonly SortTerm[] = []

  constructor(source: string) {
    this.source = source
  }

  /** Prepares for a step that uses the expression: the block that adds one of its columns must end first. */
  use(expression: Sql): void {
    if (this.block.added.some(([name]) => usesColumn(expression, name))) this.flush()
  }

  /** Adds a key that is made once of each different value of a column. */
  addKey(value: string, name: string, key: Sql): void {
    const { where: conditions, added, limit } = this.block
    if (conditions.length > 0 || added.length > 0 || limit !== undefined) this.flush()
    const source = identifier(this.source)
    const column = identifier(value)
    this.push('keyed', [
      'SELECT *',
      `FROM ${source}`,
      `LEFT JOIN (SELECT ${column}, ${selected([name, key])}`,
      `           FROM (SELECT DISTINCT ${column} FROM ${source})) USING (${column})`,
    ])
  }

  /** Keeps the rows for which the condition is true. */
  filter(condition: Sql): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.where.push(condition)
  }

  add(name: string, value: Sql): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.added.push([name, value])
  }

  sort(order: readonly SortTerm[]): void {
    if (this.block.limit !== undefined) this.flush()
    this.order = order
  }

  /** The terms of `ORDER BY`; empty without an order. */
  orderTerms(): readonly Sql[] {
    return this.order.map(termOf)
  }

  /** Whether a key of the order is an expression with this column in it, rather than the column alone. */
  ordersByPart(name: string): boolean {
    return this.order.some(({ key }) => key.kind !== 'name' && usesColumn(key, name))
  }

  /** Gives the keys of the order names that no result column has: `ORDER BY` resolves result columns first. */
  nameOrder(nameOf: (index: number) => string): void {
    const { order } = this
    order.forEach(({ key }, index) => this.add(nameOf(index), key))
    this.order = order.map(({ key, descending }, index) => ({
      key: column(nameOf(index), key),
      descending,
    }))
  }

  limit(count: number): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.limit = count
    this.block.order = this.order
  }

  aggregate(keys: readonly NamedSql[], measures: readonly NamedSql[]): void {
    if (this.block.added.length > 0 || this.block.limit !== undefined) this.flush()
    // Without a key SQL returns a row even for no records; Logs Insights returns none.
    const group =
      keys.length > 0
        ? `GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`
        : 'HAVING count(*) > 0'
    this.push('totals', [
      select([...keys, ...measures].map(selected)),
      from(this.source),
      ...where(conditionTexts(this.block.where)),
      group,
    ])
    this.block = emptyBlock()
    this.order = []
    this.isAggregated = true
  }

  /** The whole statement; `columns` are the last `SELECT` list, `records` writes the first table. */
  finish(columns: readonly string[], records: (name: string) => string): string {
    if (this.block.added.length > 0) this.flush()
    const { where: conditions, limit } = this.block
    const last = [
      select(columns),
      from(this.source),
      ...where(conditionTexts(conditions)),
      ...orderBy(this.order),
      ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ].join('\n')
    return `WITH ${[records('records'), ...this.tables].join(',\n')}\n${last}`
  }

  private flush(): void {
    const { where: conditions, added, order, limit } = this.block
    this.push(added.length > 0 ? 'computed' : 'kept', [
      select(['*', ...added.map(selected)]),
      from(this.source),
      ...where(conditionTexts(conditions)),
      ...(limit === undefined ? [] : [...orderBy(order), `LIMIT ${limit}`]),
    ])
    this.block = emptyBlock()
  }

  private push(kind: string, lines: readonly string[]): void {
    const count = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, count)
    this.source = count === 1 ? kind : `${kind}_${count}`
    this.tables.push(commonTable(this.source, lines.join('\n')))
  }
}

/** `"name" AS (…)`, a part of a `WITH`. */
export function commonTable(name: string, text: string): string {
  return `${identifier(name)} AS ${inBlock(text)}`
}

/** A statement in parentheses, indented. Only `\n` ends a line: a text literal can contain other line separators. */
export function inBlock(text: string): string {
  return `(\n  ${text.replaceAll('\n', '\n  ')}\n)`
}

export function select(list: readonly string[]): string {
  return `SELECT ${list.join(',\n       ')}`
}

/** An expression under a name in a `SELECT` list. */
export function selected([name, value]: NamedSql): string {
  const isItself = value.kind === 'name' && value.name === name
  return isItself ? identifier(name) : `${printSql(value)} AS ${identifier(name)}`
}

/** A `WHERE` of conditions that bind at least as tight as AND. */
export function where(conditions: readonly string[]): readonly string[] {
  return conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`]
}

function from(table: string): string {
  return `FROM ${identifier(table)}`
}

function conditionTexts(conditions: readonly Sql[]): readonly string[] {
  const place = conditions.length === 1 ? 0 : AND_PLACE
  return conditions.map((condition) => printSql(condition, place))
}

function orderBy(order: readonly SortTerm[]): readonly string[] {
  if (order.length === 0) return []
  return [`ORDER BY ${order.map((term) => printSql(termOf(term))).join(', ')}`]
}

function termOf({ key, descending }: SortTerm): Sql {
  return descending ? sql`${key} DESC NULLS LAST` : sql`${key} NULLS LAST`
}

function emptyBlock(): Block {
  return { where: [], added: [], order: [], limit: undefined }
}
