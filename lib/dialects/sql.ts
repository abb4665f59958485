import { UserError } from '../errors'
import { column as rawColumn, fieldByName, type FieldName } from '../flow-log/fields'
import { BIGINT_BITS, INT_BITS, RECORD_TIME_BITS } from '../language/integer-bits'
import type { OutputColumn, Plan, Step, SystemFieldName } from '../language/plan'
import { Blocks, commonTable, select, selected, where } from './blocks'
import { writeCondition } from './conditions'
import {
  MESSAGE_COLUMN,
  presence,
  type CompiledQuery,
  type LogDescription,
  type SqlDialect,
} from './dialect'
import { compileExtend, type Compilation } from './extend'
import { sharedAggregates } from './aggregates'
import { sharedFunctions } from './functions'
import { identifier } from './literals'
import { startConditions, type QueryRange } from './partitions'
import { printSql } from './print-sql'
import { SqlNames } from './sql-names'
import type { Context, SqlSyntax } from './sql-syntax'
import {
  arithmetic,
  column,
  FALSE,
  infix,
  integer,
  isNull,
  NULL,
  ONE,
  test,
  text,
  TRUE,
  usesColumn,
  withBits,
  type Sql,
} from './tree'
import { writeValue } from './values'

/** Makes a dialect of what is different in its engine. */
export function sqlDialect(syntax: SqlSyntax): SqlDialect {
  const functions = { ...sharedFunctions(syntax), ...syntax.functions }
  const aggregates = { ...sharedAggregates(syntax.wideInteger), ...syntax.aggregates }
  return {
    name: syntax.name,
    compile: (plan, log, range) => compile({ syntax, functions, aggregates }, plan, log, range),
  }
}

/**
 * One common table expression for the records under their names in the query, then one for each stretch of steps.
 *
 * Only the first names the raw columns: there a text `-` and a field that the log does not have get their meaning.
 */
function compile(
  language: Omit<Context, 'resolve' | 'hoist' | 'naturalKey'>,
  plan: Plan,
  log: LogDescription,
  range: QueryRange | undefined,
): CompiledQuery {
  const { syntax } = language
  const used = new Map<string, Sql>()
  const columns = new Map<string, Sql>()
  const names = new SqlNames()
  const hoisted = new Map<string, Sql>()
  const blocks = new Blocks('records')
  const context: Context = {
    ...language,
    resolve(value) {
      if (value.kind === 'column') {
        const known = columns.get(value.name) ?? unknownColumn(value.name)
        blocks.use(known)
        return known
      }
      const raw =
        value.kind === 'field'
          ? rawField(syntax, log, value.name)
          : rawSystem(syntax, log, value.name)
      if (isNull(raw)) return raw
      const name = names.of(value.name, 'record')
      used.set(name, raw)
      return column(name, raw)
    },
    hoist(value) {
      if (value.kind === 'name' || !usesColumn(value)) return value
      const known = hoisted.get(printSql(value))
      if (known) return known
      const name = names.of(`#value ${hoisted.size + 1}`, 'record')
      blocks.add(name, value)
      const added = column(name, value)
      blocks.use(added)
      hoisted.set(printSql(value), added)
      return added
    },
    naturalKey(value) {
      if (!syntax.joinsKeys || blocks.isAggregated || !usesColumn(value))
        return syntax.naturalKey(value)
      const known = hoisted.get(`natural ${printSql(value)}`)
      if (known) return known
      const operand = context.hoist(value)
      if (operand.kind !== 'name') throw new Error('a text is hoisted into a column')
      const name = names.of(`#natural ${operand.name}`, 'record')
      const key = column(name, operand)
      blocks.addKey(operand.name, name, syntax.naturalKey(operand))
      hoisted.set(`natural ${printSql(value)}`, key)
      return key
    },
  }

  for (const step of plan.steps) compileStep(step, { context, blocks, columns, names, hoisted })

  const isHidden = ({ name, type }: OutputColumn) =>
    names.isShared(name) || (type === 'time' && blocks.ordersByPart(name))
  if (plan.columns.some(isHidden)) {
    blocks.nameOrder((index) => names.of(`#order ${index + 1}`))
  }
  const kept = keptColumns(plan, log)
  const list = plan.columns.map(({ name, value, type }) => {
    const written = writeValue(context, value)
    return selected([name, type === 'time' ? syntax.timestamp(written) : written])
  })
  const records = (name: string) =>
    commonTable(name, recordsText(syntax, log, range, [...[...used].map(selected), ...kept]))
  return { text: blocks.finish([...list, ...kept], records), columns: plan.columns }
}

/** The records of the range, under their names in the query. */
function recordsText(
  { partitions, flowLogs }: SqlSyntax,
  log: LogDescription,
  range: QueryRange | undefined,
  list: readonly string[],
): string {
  const conditions = [
    ...(range ? (partitions?.(range, log.latenessSeconds) ?? []) : []),
    ...(range ? startConditions(range) : []),
    ...(flowLogs && log.flowLogIds ? [flowLogs(log.flowLogIds)] : []),
  ]
  return [
    select(list.length === 0 ? ['1 AS "record"'] : list),
    `FROM ${log.table.map(identifier).join('.')}`,
    ...where(conditions),
  ].join('\n')
}

/** The partition keys as columns: the rows of an aggregate can have several values of a key. */
function keptColumns(plan: Plan, { partitionKeys = [] }: LogDescription): readonly string[] {
  if (partitionKeys.length > 0 && plan.steps.some(({ kind }) => kind === 'aggregate'))
    throw new Error('a plan with aggregates cannot keep partition keys')
  return partitionKeys.map(identifier)
}

function compileStep(step: Step, compilation: Compilation): void {
  const { context, blocks, names } = compilation
  switch (step.kind) {
    case 'filter': {
      const condition = writeCondition(context, step.condition)
      if (condition !== TRUE) blocks.filter(isNull(condition) ? FALSE : condition)
      return
    }
    case 'extend':
      return compileExtend(step, compilation)
    case 'aggregate':
      return compileAggregate(step, compilation)
    case 'sort':
      blocks.sort(
        step.keys
          .map(({ value, descending }) => ({ key: writeValue(context, value), descending }))
          // A constant orders nothing, and engines read a number as the position of a column.
          .filter(({ key }) => usesColumn(key)),
      )
      return
    case 'limit':
      blocks.limit(step.count)
      return
    case 'dedup': {
      const keys = step.keys.map((key) => writeValue(context, key))
      const name = names.of('#row')
      const row = context.syntax.rowNumber(keys, blocks.orderTerms())
      blocks.add(name, row)
      blocks.use(column(name, row))
      const isMissing = keys.map((key) => test`${key} IS NULL`)
      blocks.filter(infix('OR', infix('=', column(name, row), ONE), ...isMissing))
      return
    }
  }
}

function compileAggregate(
  step: Extract<Step, { kind: 'aggregate' }>,
  { context, blocks, columns, names, hoisted }: Compilation,
): void {
  const keys = step.keys.map(({ name, value }) => [name, writeValue(context, value)] as const)
  const measures = step.measures.map(({ name, value }) => {
    const written = writeValue(context, value)
    // A later measure may use this one, which has no name inside the same SELECT.
    columns.set(name, written)
    return [name, written] as const
  })
  names.clear()
  columns.clear()
  hoisted.clear()
  const renamed = <T extends readonly [string, Sql]>(parts: readonly T[]) =>
    parts.map(([name, value]) => {
      const sqlName = names.of(name)
      columns.set(name, column(sqlName, value))
      return [sqlName, value] as const
    })
  const namedKeys = renamed(keys)
  blocks.aggregate(namedKeys, renamed(measures))
  // One row for each key, in the order of the keys where no `sort` follows.
  blocks.sort(namedKeys.map(([name, value]) => ({ key: column(name, value), descending: false })))
}

function rawField(syntax: SqlSyntax, log: LogDescription, name: FieldName): Sql {
  const field = fieldByName(name)
  const known = presence(log, name)
  if (known === 'never') return NULL

  const bits = { string: undefined, int: INT_BITS, bigint: BIGINT_BITS }[field.type]
  const raw = column(rawColumn(field), { nullable: true, bits })
  return field.type === 'string' && known === 'always'
    ? { ...syntax.textColumn(raw), nullable: false }
    : raw
}

function rawSystem(syntax: SqlSyntax, log: LogDescription, name: SystemFieldName): Sql {
  switch (name) {
    case '@timestamp': {
      const start = rawField(syntax, log, 'startTime')
      return isNull(start)
        ? NULL
        : withBits(arithmetic('*', start, integer(1000)), RECORD_TIME_BITS)
    }
    case '@logStream': {
      const id = rawField(syntax, log, 'interfaceId')
      return isNull(id) ? NULL : { ...infix('||', id, text('-all')), nullable: true }
    }
    case '@message':
      return message(log)
    case '@log':
      return syntax.flowLog
    case '@ingestionTime':
      return NULL
  }
}

function message({ hasMessage }: LogDescription): Sql {
  if (hasMessage) return column(MESSAGE_COLUMN, { nullable: false })
  throw new UserError('`@message` is not available: the table has fields, not whole lines', {
    help: 'name the fields in `fields` or `display`; files and CloudWatch have `@message`',
  })
}

function unknownColumn(name: string): never {
  throw new Error(`the plan uses the column ${name} before a step defines it`)
}
