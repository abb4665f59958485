import { column, fieldByName, type FieldName } from '../flow-log/fields'
import type { OutputColumn, Plan, Step, SystemFieldName, Value } from '../language/plan'
import { Blocks, commonTable, select, where } from './blocks'
import { writeCondition } from './conditions'
import { presence, type CompiledQuery, type LogDescription, type SqlDialect } from './dialect'
import { compileExtend, traitsOf, type Compilation } from './extend'
import { INT } from './integer-bits'
import { identifier, literal } from './literals'
import { startConditions, type QueryRange } from './partitions'
import { SqlNames } from './sql-names'
import { writeValue } from './values'
import type { Named, Target, Words } from './words'

export interface SqlDifferences extends Words {
  readonly name: SqlDialect['name']
  /** A text column of the raw table, with `-` where AWS writes it. */
  readonly textColumn: (column: string) => string
  /** Conditions on the raw table that choose the partitions of a range. */
  readonly partitions?: (range: QueryRange, latenessSeconds?: number) => readonly string[]
}

/** Makes a dialect out of what its engine says in its own way. */
export function sqlDialect(differences: SqlDifferences): SqlDialect {
  return {
    name: differences.name,
    compile: (plan, log, range) => compile(differences, plan, log, range),
  }
}

/**
 * One common table expression for the records under their names in the query, then one for each stretch of steps.
 *
 * The raw columns are named in the first only: there a text `-` and a field that the log does not have get their meaning.
 */
function compile(
  words: SqlDifferences,
  plan: Plan,
  log: LogDescription,
  range: QueryRange | undefined,
): CompiledQuery {
  const used = new Map<string, { readonly sql: string; readonly name: string }>()
  const columns = new Map<string, Named>()
  const names = new SqlNames()
  const blocks = new Blocks('records')
  const scope = {
    named(value: Extract<Value, { kind: 'field' | 'system' | 'column' }>): Named {
      if (value.kind === 'column') {
        const known = columns.get(value.name) ?? unknownColumn(value.name)
        blocks.mention(known.sql)
        return known
      }
      const raw =
        value.kind === 'field'
          ? rawField(words, log, value.name)
          : rawSystem(words, log, value.name)
      if (raw.missing) return raw
      const name = names.of(value.name, 'record')
      used.set(value.name, { sql: raw.sql, name })
      return { ...raw, sql: identifier(name) }
    },
  }
  const target: Target = { words, scope }

  for (const step of plan.steps) compileStep(step, { target, blocks, columns, names })

  const isHidden = ({ name, type }: OutputColumn) =>
    names.isShared(name) || (type === 'time' && blocks.ordersByPart(identifier(name)))
  if (plan.columns.some(isHidden)) {
    blocks.nameOrder((index) => names.of(`#order ${index + 1}`))
  }
  const kept = keptColumns(plan, log)
  const list = [...plan.columns.map((output) => outputColumn(target, output)), ...kept]
  const text = blocks.finish(list, (name) =>
    commonTable(
      name,
      [
        select(
          used.size + kept.length === 0
            ? ['1 AS "record"']
            : [
                ...[...used.values()].map(({ sql, name }) =>
                  sql === identifier(name) ? sql : `${sql} AS ${identifier(name)}`,
                ),
                ...kept,
              ],
        ),
        `FROM ${log.table.map(identifier).join('.')}`,
        ...where(
          range
            ? [...(words.partitions?.(range, log.latenessSeconds) ?? []), ...startConditions(range)]
            : [],
        ),
      ].join('\n'),
    ),
  )
  return { text, columns: plan.columns }
}

/** The partition keys as columns: an aggregate has no one value of a key for its rows. */
function keptColumns(plan: Plan, { partitionKeys = [] }: LogDescription): readonly string[] {
  if (partitionKeys.length > 0 && plan.steps.some(({ kind }) => kind === 'aggregate'))
    throw new Error('a plan with aggregates cannot keep partition keys')
  return partitionKeys.map(identifier)
}

function compileStep(step: Step, compilation: Compilation): void {
  const { target, blocks, columns, names } = compilation
  switch (step.kind) {
    case 'filter': {
      const condition = writeCondition(target, step.condition)
      if (condition !== undefined) blocks.filter(condition)
      return
    }
    case 'extend':
      return compileExtend(step, compilation)
    case 'aggregate': {
      const keys = step.keys.map(
        ({ name, value }) => [name, writeValue(target, value), value] as const,
      )
      const measures: [string, string, Value][] = []
      for (const { name, value } of step.measures) {
        const sql = writeValue(target, value)
        measures.push([name, sql, value])
        // A later measure may use this one: SQL has no name for it inside the same SELECT.
        columns.set(name, { sql: `(${sql})`, ...traitsOf(target, value) })
      }
      const traits = [...keys, ...measures].map(
        ([name, , value]) => [name, traitsOf(target, value)] as const,
      )
      names.clear()
      const named = <T extends readonly [string, string, Value]>(parts: readonly T[]) =>
        parts.map(([name, sql]) => [names.of(name), sql] as const)
      blocks.aggregate(named(keys), named(measures))
      columns.clear()
      for (const [name, each] of traits)
        columns.set(name, { sql: identifier(names.of(name)), ...each })
      // A row for each key: in the order of the keys until the query says another.
      blocks.sort(keys.map(([name]) => ({ sql: identifier(names.of(name)), descending: false })))
      return
    }
    case 'sort':
      blocks.sort(
        step.keys
          .map(({ value, descending }) => ({ sql: writeValue(target, value), descending }))
          .filter(({ sql }) => !isConstant(sql)),
      )
      return
    case 'limit':
      blocks.limit(step.count)
      return
    case 'dedup': {
      const keys = step.keys.map((key) => writeValue(target, key))
      const order = blocks.currentOrder()
      const window = `PARTITION BY ${keys.join(', ')}${order === '' ? '' : ` ORDER BY ${order}`}`
      blocks.add(names.of('#row'), target.words.rowNumber(window))
      blocks.mention(identifier(names.of('#row')))
      blocks.filter(
        [`${identifier(names.of('#row'))} = 1`, ...keys.map((key) => `${key} IS NULL`)].join(
          ' OR ',
        ),
      )
      return
    }
  }
}

/** Whether an expression names no column: it orders nothing, and engines take a number for a column's place. */
function isConstant(sql: string): boolean {
  return !sql.replace(/'[^']*'/g, '').includes('"')
}

function outputColumn(target: Target, { name, value, type }: OutputColumn): string {
  const sql = writeValue(target, value)
  const shown = type === 'time' ? target.words.timestamp(sql) : sql
  return shown === identifier(name) ? shown : `${shown} AS ${identifier(name)}`
}

function rawField(words: SqlDifferences, log: LogDescription, name: FieldName): Named {
  const field = fieldByName(name)
  const known = presence(log, name)
  if (known === 'never') return MISSING

  const raw = column(field)
  if (field.type !== 'string')
    return {
      sql: identifier(raw),
      nullable: true,
      ...(field.type === 'int' ? { bits: INT } : {}),
    }
  return known === 'always'
    ? { sql: words.textColumn(raw), nullable: false }
    : { sql: identifier(raw), nullable: true }
}

function rawSystem(words: SqlDifferences, log: LogDescription, name: SystemFieldName): Named {
  switch (name) {
    case '@timestamp':
      return presence(log, 'startTime') === 'never'
        ? MISSING
        : { sql: `${identifier('start')} * 1000`, nullable: true }
    case '@logStream':
      return presence(log, 'interfaceId') === 'never'
        ? MISSING
        : { sql: `${rawField(words, log, 'interfaceId').sql} || '-all'`, nullable: true }
    case '@message':
      return { sql: message(words, log), nullable: false }
    case '@log':
    case '@ingestionTime':
      return MISSING
  }
}

/** The record as a line of text, put together again from its fields. */
function message(words: SqlDifferences, log: LogDescription): string {
  const parts = [...log.fields.keys()].map((name) => {
    const { sql } = rawField(words, log, name)
    return fieldByName(name).type === 'string' ? sql : `COALESCE(CAST(${sql} AS VARCHAR), '-')`
  })
  return `concat_ws(${literal(' ')}, ${parts.join(', ')})`
}

const MISSING: Named = { sql: '', missing: true, nullable: true }

function unknownColumn(name: string): never {
  throw new Error(`the plan uses the column ${name} before a step defines it`)
}
