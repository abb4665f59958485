import { toText } from './conversions'
import { bitsOf } from './integer-bits'
import { error, warning } from './messages'
import { define, isRecordField, resolveName, system } from './names'
import { naturalKeys, textKindOf } from './natural-order'
import { isParsed } from './parsed'
import type { NamedValue, OutputColumn, Value } from './plan'
import { printExpression } from './print'
import { checkRegex, globRegex } from './regex'
import { resolveCondition, resolveExpression, resolvePlaceholder } from './resolve-expression'
import { columnOf, report, ROW, withoutPlan, written, type ResolveState } from './resolving'
import { resolveStats } from './resolve-stats'
import { typeWords } from './type-words'
import type { Command, Expression, Item, ParseCommand } from './syntax'

/** Adds a command's steps, and its names to the scope. */
export function resolveCommand(state: ResolveState, command: Command): void {
  state.command = command.kind
  switch (command.kind) {
    case 'fields':
      return resolveFields(state, command.items)
    case 'display':
      state.display = []
      state.parsedColumns = []
      for (const item of command.items) {
        state.display = merged(state.display, resolveShown(state, item))
      }
      return
    case 'filter': {
      const word = commandName(state, command)
      if (/^filterindex$/i.test(state.text.slice(word.start, word.end)))
        report(state, warning('index-as-filter', word))
      const condition = resolveCondition(state, command.condition, ROW)
      if (condition) state.steps.push({ kind: 'filter', condition })
      return
    }
    case 'stats':
      return resolveStats(state, command)
    case 'countFrequent':
      return resolveCountFrequent(state, command)
    case 'sort': {
      const keys = command.keys.flatMap(({ expression, descending }) => {
        const value = resolveSortKey(state, expression)
        return value ? naturalKeys(value, descending, state.scope.textKinds) : []
      })
      state.steps.push({ kind: 'sort', keys })
      return
    }
    case 'limit':
      return resolveLimit(state, command.count)
    case 'dedup': {
      const keys = command.keys.flatMap((key) => resolveExpression(state, key, ROW) ?? [])
      state.steps.push({ kind: 'dedup', keys })
      return
    }
    case 'parse':
      return resolveParse(state, command)
    case 'other':
      if (command.name === 'SOURCE')
        return report(state, warning('source-ignored', commandName(state, command)))
      return withoutPlan(state, command.name, commandName(state, command))
    case 'broken':
      state.hasPlan = false
  }
}

function resolveFields(state: ResolveState, items: readonly Item[]): void {
  state.parsedColumns = []
  // After `stats` a name of the result shows that column: `fields` then chooses from the result.
  if (state.scope.aggregated && items.some((item) => isColumnOf(state, item))) state.shown = []
  for (const item of items) {
    const { expression, alias } = item
    if (state.scope.aggregated && isColumnOf(state, item)) {
      state.shown = merged(state.shown, resolveShown(state, item))
      continue
    }
    if (expression.kind === 'name' && !alias) {
      const { name, span } = expression
      if (state.scope.columns.has(name)) {
        const help = '`display` shows it without defining it again'
        report(state, error('already-defined', span, name, help))
        continue
      }
      if (isRecordField(name)) state.defined.add(name)
    }
    state.shown = merged(state.shown, resolveShown(state, item))
  }
}

function isColumnOf({ scope }: ResolveState, { expression, alias }: Item): boolean {
  return expression.kind === 'name' && !alias && scope.columns.has(expression.name)
}

/** The records of each combination of values, most first; CloudWatch's number is approximate. */
function resolveCountFrequent(
  state: ResolveState,
  { keys, span }: Extract<Command, { kind: 'countFrequent' }>,
): void {
  const count: Expression = {
    kind: 'call',
    name: 'count',
    nameSpan: span,
    arguments: [{ kind: 'star', span }],
    span,
  }
  const name = '_approxcount'
  resolveStats(state, {
    kind: 'stats',
    items: [{ expression: count, alias: { text: name, span }, span }],
    by: keys.map((expression) => ({ expression, alias: undefined, span: expression.span })),
    span,
  })
  const value: Value = { kind: 'column', name, type: 'integer' }
  state.steps.push({ kind: 'sort', keys: [{ value, descending: true }] })
}

/** A column that is named twice is shown once. */
function merged(
  columns: readonly OutputColumn[],
  more: readonly OutputColumn[],
): readonly OutputColumn[] {
  const names = new Set(columns.map(({ name }) => name))
  return [...columns, ...more.filter(({ name }) => !names.has(name))]
}

/** The column of an item of `fields` or `display`; later commands may use it. */
function resolveShown(state: ResolveState, { expression, alias }: Item): readonly OutputColumn[] {
  if (expression.kind === 'name' && !alias) {
    const value = resolveName(state, expression.name, expression.span, ROW)
    return value ? [columnOf({ name: expression.name, value })] : []
  }
  const repeated = alias ? undefined : repeatedColumn(state, expression)
  if (repeated) return [columnOf(repeated)]

  const value = resolveExpression(state, expression, ROW)
  const name = alias?.text ?? written(state, expression)
  if (alias) define(state, name, alias.span)
  else state.scope.texts.set(printExpression(expression, { foldCase: true }), name)
  state.scope.columns.set(name, value?.type)
  if (!value) return []
  if (value.type === 'integer') state.scope.bits.set(name, bitsOf(value, state.scope.bits))
  if (value.type === 'text') {
    state.scope.textKinds.set(name, textKindOf(value, state.scope.textKinds))
  }
  if (isParsed(state, value)) state.scope.parsed.add(name)
  state.steps.push({ kind: 'extend', columns: [{ name, value }] })
  return [columnOf({ name, value: { kind: 'column', name, type: value.type } })]
}

/** `display count(*)`: the column that an earlier command made of the same expression. */
function repeatedColumn({ scope }: ResolveState, expression: Expression): NamedValue | undefined {
  const name = scope.texts.get(printExpression(expression, { foldCase: true }))
  const type = name === undefined ? undefined : scope.columns.get(name)
  return name === undefined || type === undefined
    ? undefined
    : { name, value: { kind: 'column', name, type } }
}

function resolveSortKey(state: ResolveState, expression: Expression): Value | undefined {
  if (expression.kind === 'call' && expression.name.toLowerCase() === 'bin') {
    return report(state, error('sort-bin', expression.span))
  }
  return resolveExpression(state, expression, ROW)
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html
const MAX_ROWS = 100_000

function resolveLimit(state: ResolveState, count: Expression): void {
  if (count.kind === 'placeholder') {
    const value = resolvePlaceholder(state, count)
    if (value && value.type !== 'integer') report(state, error('limit-count', count.span))
  } else if (count.kind === 'number') {
    if (count.value > MAX_ROWS) report(state, warning('limit-size', count.span))
    state.steps.push({ kind: 'limit', count: count.value })
  }
}

function resolveParse(state: ResolveState, { operand, pattern, names, span }: ParseCommand): void {
  const source = operand
    ? resolveExpression(state, operand, ROW)
    : state.scope.aggregated
      ? resolveName(state, '@message', span, ROW)
      : system('@message')
  const text = source && toText(source)
  const isGlob = pattern.kind === 'text'
  const checked = isGlob
    ? { pattern: globRegex(pattern.value), groups: [], diagnostics: [] }
    : checkRegex(pattern.pattern, pattern.span)
  state.diagnostics.push(...checked.diagnostics)
  const groups: readonly (string | undefined)[] = isGlob
    ? names.map(({ text }) => text)
    : checked.groups
  checkParseNames(state, { operand, pattern, names, span, kind: 'parse' }, groups)

  const columns = groups.flatMap((name, index): NamedValue[] => {
    if (name === undefined) return []
    define(state, name, names[index]?.span ?? pattern.span)
    state.scope.columns.set(name, 'text')
    state.scope.parsed.add(name)
    if (!text || checked.pattern === undefined) return []
    const value: Value = {
      kind: 'extract',
      operand: text,
      regex: checked.pattern,
      group: index + 1,
      type: 'text',
    }
    return [{ name, value }]
  })
  if (source && !text) {
    report(
      state,
      error('argument-type', operand?.span ?? span, 'parse', 1, 'a text', typeWords(source)),
    )
  }
  state.steps.push({ kind: 'extend', columns })
  const shown = columns.map(({ name, value: { type } }) =>
    columnOf({ name, value: { kind: 'column', name, type } }),
  )
  state.parsedColumns = merged(state.parsedColumns, shown)
}

function checkParseNames(
  state: ResolveState,
  { pattern, names, span }: ParseCommand,
  groups: readonly (string | undefined)[],
): void {
  if (pattern.kind === 'text') {
    const stars = pattern.value.split('*').length - 1
    if (stars !== names.length) report(state, error('parse-count', span, stars, names.length))
    return
  }
  if (names.length > 0) report(state, error('parse-regex-as', names[0]!.span))
  else if (groups.every((name) => name === undefined)) {
    report(state, error('parse-groups', pattern.span))
  }
}

/** The first word of a command that is kept as its text. */
function commandName(state: ResolveState, { span }: Command) {
  const word = /^\S*/.exec(state.text.slice(span.start, span.end))![0]
  return { start: span.start, end: span.start + word.length }
}
