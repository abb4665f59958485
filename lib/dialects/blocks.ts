import { identifier } from './literals'

/** What rows are put in order by; missing values come last whichever the direction. */
export interface OrderTerm {
  readonly sql: string
  readonly descending: boolean
}

/** One `SELECT` in the making: what the steps since the last one ask for. */
interface Block {
  readonly where: string[]
  /** `"name"` and the SQL of columns that are added to all that came before. */
  readonly added: [name: string, sql: string][]
  order: readonly OrderTerm[]
  limit: number | undefined
}

/**
 * Strings `SELECT`s together, each over the one before, so that the text reads from top to bottom like the query.
 *
 * A step that must see what the open block's `SELECT` list or `LIMIT` gives begins a new block.
 */
export class Blocks {
  private readonly expressions: string[] = []
  private readonly names = new Map<string, number>()
  private block: Block = emptyBlock()
  private source: string
  /** The order of the rows so far: it must be said again in the last `SELECT`. */
  private order: readonly OrderTerm[] = []

  constructor(source: string) {
    this.source = source
  }

  /** The next step names a column: if the open block adds it, that block must end, or the name would not be known. */
  mention(name: string): void {
    if (this.block.added.some(([added]) => identifier(added) === name)) this.flush()
  }

  /** Keeps the rows for which the condition is true. */
  filter(condition: string): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.where.push(condition)
  }

  add(name: string, sql: string): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.added.push([name, sql])
  }

  sort(order: readonly OrderTerm[]): void {
    if (this.block.limit !== undefined) this.flush()
    this.order = order
  }

  /** What follows `ORDER BY`; empty when no order was said. */
  currentOrder(): string {
    return orderText(this.order)
  }

  /** Whether the order is by an expression with this name in it, rather than by the name alone. */
  ordersByPart(name: string): boolean {
    return this.order.some(({ sql }) => sql !== name && sql.includes(name))
  }

  /** The order under names that no column of the result can have: `ORDER BY` sees the names of the result first. */
  nameOrder(nameOf: (index: number) => string): void {
    const order = this.order
    order.forEach(({ sql }, index) => this.add(nameOf(index), sql))
    this.order = order.map(({ descending }, index) => ({
      sql: identifier(nameOf(index)),
      descending,
    }))
  }

  limit(count: number): void {
    if (this.block.limit !== undefined) this.flush()
    this.block.limit = count
    this.block.order = this.order
  }

  aggregate(
    keys: readonly (readonly [string, string])[],
    measures: readonly (readonly [string, string])[],
  ): void {
    if (this.block.added.length > 0 || this.block.limit !== undefined) this.flush()
    const list = [...keys, ...measures].map(([name, sql]) => `${sql} AS ${identifier(name)}`)
    // Without a key SQL gives a row even for no records; Logs Insights gives none.
    const group =
      keys.length > 0
        ? `GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`
        : 'HAVING count(*) > 0'
    this.push('totals', [select(list), from(this.source), ...where(this.block.where), group])
    this.block = emptyBlock()
    this.order = []
  }

  /** The whole statement; `columns` are the last `SELECT` list. */
  finish(columns: readonly string[], records: (name: string) => string): string {
    if (this.block.added.length > 0) this.flush()
    const { where: conditions, limit } = this.block
    const last = [
      select(columns),
      from(this.source),
      ...where(conditions),
      ...(this.order.length > 0 ? [`ORDER BY ${orderText(this.order)}`] : []),
      ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ].join('\n')
    return `WITH ${[records('records'), ...this.expressions].join(',\n')}\n${last}`
  }

  private flush(): void {
    const { where: conditions, added, order, limit } = this.block
    this.push(added.length > 0 ? 'computed' : 'kept', [
      select(['*', ...added.map(([name, sql]) => `${sql} AS ${identifier(name)}`)]),
      from(this.source),
      ...where(conditions),
      ...(limit === undefined || order.length === 0 ? [] : [`ORDER BY ${orderText(order)}`]),
      ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ])
    this.block = emptyBlock()
  }

  private push(kind: string, lines: readonly string[]): void {
    const count = (this.names.get(kind) ?? 0) + 1
    this.names.set(kind, count)
    this.source = count === 1 ? kind : `${kind}_${count}`
    this.expressions.push(commonTable(this.source, lines.join('\n')))
  }
}

/** `"name" AS (…)`, a part of a `WITH`. */
export function commonTable(name: string, text: string): string {
  return `${identifier(name)} AS ${inBlock(text)}`
}

/** A statement in parentheses on lines of its own, indented at our own ends of lines alone: a text literal may hold what JavaScript takes for others. */
export function inBlock(text: string): string {
  return `(\n  ${text.replaceAll('\n', '\n  ')}\n)`
}

export function select(list: readonly string[]): string {
  return `SELECT ${list.join(',\n       ')}`
}

export function from(table: string): string {
  return `FROM ${identifier(table)}`
}

export function where(conditions: readonly string[]): readonly string[] {
  if (conditions.length === 0) return []
  if (conditions.length === 1) return [`WHERE ${conditions[0]}`]
  return [
    `WHERE ${conditions.map((each) => (/ OR /.test(each) ? `(${each})` : each)).join('\n  AND ')}`,
  ]
}

function orderText(order: readonly OrderTerm[]): string {
  return order
    .map(({ sql, descending }) => `${sql}${descending ? ' DESC' : ''} NULLS LAST`)
    .join(', ')
}

function emptyBlock(): Block {
  return { where: [], added: [], order: [], limit: undefined }
}
