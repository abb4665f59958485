import { FORMATS, type Format } from '../flow-log/format'
import { callable } from '../language/functions'
import { parseQuery } from '../language/parse'
import { checkRegex } from '../language/regex'
import type {
  Command,
  Expression,
  Item,
  ParseCommand,
  Span,
  StatsCommand,
} from '../language/syntax'
import { expressionsOf, partsOf } from '../language/walk'

interface Edit {
  readonly span: Span
  readonly text: string
}

interface Names {
  /** By the name of a field, the text that reads it. */
  readonly texts: ReadonlyMap<string, string>
  /** Names that the query has defined so far, which hide the fields. */
  readonly own: Set<string>
}

/** The other names of two fields on CloudWatch. */
const SYNONYMS: Readonly<Record<string, string>> = { start: 'startTime', end: 'endTime' }

/**
 * A filled query for a log whose fields CloudWatch does not discover: it begins with a `parse` that splits each record,
 * and reads what that names (`p_srcAddr`). CloudWatch discovers every field of the default format, so that text does not change.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 */
export function withParsedFields(text: string, format: Format): string {
  if (isDefault(format)) return text

  const commands = recordCommands(text)
  const parsed = new Map(format.map(({ name }) => [name, `p_${name}`]))
  const first = commands[0]?.span.start ?? text.length
  const parse = `parse @message "${format.map(() => '*').join(' ')}" as ${[...parsed.values()].join(', ')}\n| `
  const names: Names = { texts: parsed, own: new Set() }
  const shown = new Set<string>()
  let displays = false
  const edits = commands.flatMap((command): readonly Edit[] => {
    if (command.kind !== 'fields') return editsOf(command, names)

    // A bare name in `fields` would define again what `parse` has defined: `display` shows it, beside all that is shown so far.
    const { items, span } = command
    const written = items.map((item) => {
      const edits = itemEdits(item, names)
      return { item, edits, sent: rewritten(text, item, edits) }
    })
    for (const { item, sent } of written) shown.add(item.alias?.text ?? sent)
    displays ||= items.some(isName)
    if (!displays) return written.flatMap((each) => each.edits)
    const expressions = written.flatMap(({ item, sent }) => (isName(item) ? [] : [sent]))
    const fields = expressions.length > 0 ? `fields ${expressions.join(', ')}\n| ` : ''
    return [{ span, text: `${fields}display ${[...shown].join(', ')}` }]
  })
  return applied(text, [{ span: { start: first, end: first }, text: parse }, ...edits])
}

/** An item with other names in its expression. */
function rewritten(text: string, { span }: Item, edits: readonly Edit[]): string {
  const within = edits.map(({ span: { start, end }, text: name }) => ({
    span: { start: start - span.start, end: end - span.start },
    text: name,
  }))
  return applied(text.slice(span.start, span.end), within)
}

/** A filled query for a log group whose fields have other names: by the name of a field, the text that reads it there. */
export function withFieldNames(text: string, texts: ReadonlyMap<string, string>): string {
  const names: Names = { texts, own: new Set() }
  return applied(
    text,
    recordCommands(text).flatMap((command) => editsOf(command, names)),
  )
}

/** The commands that read fields of records: what follows a `stats` sees the names of the result alone. */
function recordCommands(text: string): readonly Command[] {
  const { commands } = parseQuery(text).pipeline
  const stats = commands.findIndex(({ kind }) => kind === 'stats' || kind === 'countFrequent')
  return stats === -1 ? commands : commands.slice(0, stats + 1)
}

/** What a command reads, under other names; the names that it defines are the query's own from then on. */
function editsOf(command: Command, names: Names): readonly Edit[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return command.items.flatMap((item) => itemEdits(item, names))
    case 'stats':
      return statsEdits(command, names)
    default: {
      const edits = expressionsOf(command).flatMap((expression) => namesIn(expression, names))
      if (command.kind === 'parse') for (const name of parsedNames(command)) names.own.add(name)
      return edits
    }
  }
}

function itemEdits({ expression, alias }: Item, names: Names): readonly Edit[] {
  const edits = namesIn(expression, names)
  if (alias) names.own.add(alias.text)
  return edits
}

function parsedNames({ pattern, names }: ParseCommand): readonly string[] {
  return pattern.kind === 'text'
    ? names.map(({ text }) => text)
    : checkRegex(pattern.pattern, pattern.span).groups.flatMap((name) => name ?? [])
}

function statsEdits({ items, by }: StatsCommand, names: Names): readonly Edit[] {
  const earlier = new Set<string>()
  const measures = items.flatMap(({ expression, alias }) => {
    const edits = measureEdits(expression, names, earlier)
    if (alias) earlier.add(alias.text)
    return edits
  })
  const keys = by.flatMap(({ expression, alias }): readonly Edit[] => {
    const edits = namesIn(expression, names)
    if (expression.kind !== 'name' || alias || edits.length === 0) return edits
    // A column of the result keeps its name.
    const { end } = expression.span
    return [...edits, { span: { start: end, end }, text: ` as ${expression.name}` }]
  })
  return [...measures, ...keys]
}

/** Outside of an aggregate a name means an earlier measure, if one has the name. */
function measureEdits(
  expression: Expression,
  names: Names,
  earlier: ReadonlySet<string>,
): readonly Edit[] {
  if (expression.kind === 'name') return earlier.has(expression.name) ? [] : namesIn(expression, names) // prettier-ignore
  const aggregates = expression.kind === 'call' && callable(expression.name)?.kind === 'aggregate'
  return aggregates
    ? namesIn(expression, names)
    : partsOf(expression).flatMap((part) => measureEdits(part, names, earlier))
}

function namesIn(expression: Expression, names: Names): readonly Edit[] {
  if (expression.kind !== 'name') {
    return partsOf(expression).flatMap((part) => namesIn(part, names))
  }
  const { name, span } = expression
  const text = names.own.has(name) ? undefined : names.texts.get(fieldOf(name))
  return text === undefined || text === name ? [] : [{ span, text }]
}

function isName({ expression, alias }: Item): boolean {
  return expression.kind === 'name' && !alias
}

function fieldOf(name: string): string {
  return SYNONYMS[name] ?? name
}

function applied(text: string, edits: readonly Edit[]): string {
  let edited = ''
  let from = 0
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    edited += text.slice(from, edit.span.start) + edit.text
    from = edit.span.end
  }
  return edited + text.slice(from)
}

/** Whether the format is the default, whose fields CloudWatch always discovers. */
export function isDefault(format: Format): boolean {
  const { default: fields } = FORMATS
  return (
    format.length === fields.length && fields.every(({ token }, i) => format[i]?.token === token)
  )
}
