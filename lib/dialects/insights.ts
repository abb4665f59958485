import { FORMATS, type Format } from '../flow-log/format'
import { parseQuery } from '../language/parse'
import type { Command, Expression, Item, Span } from '../language/syntax'
import { expressionsOf, partsOf } from '../language/walk'

interface Edit {
  readonly span: Span
  readonly text: string
}

/** CloudWatch knows two of the fields by their tokens too. */
const SYNONYMS: Readonly<Record<string, string>> = { start: 'startTime', end: 'endTime' }

/**
 * A filled query for a log whose fields CloudWatch does not discover: it begins with a `parse` that splits each record,
 * and reads what that names (`p_srcAddr`). Of the default format every field is discovered, so its text stays.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 */
export function withParsedFields(text: string, format: Format): string {
  if (isDefault(format)) return text

  const commands = recordCommands(text)
  const parsed = new Map(format.map(({ name }) => [name, `p_${name}`]))
  const first = commands[0]?.span.start ?? text.length
  const parse = `parse @message "${format.map(() => '*').join(' ')}" as ${[...parsed.values()].join(', ')}\n| `
  const shown = new Set<string>()
  let displays = false
  const edits = commands.flatMap((command): readonly Edit[] => {
    if (command.kind !== 'fields') return editsOf(command, parsed)

    // A bare name in `fields` would define again what `parse` has defined: `display` shows it, beside all that is shown so far.
    const { items, span } = command
    const written = items.map((item) => ({ item, own: rewritten(text, item, parsed) }))
    for (const { item, own } of written) shown.add(item.alias?.text ?? own)
    displays ||= items.some(isName)
    if (!displays) return editsOf(command, parsed)
    const expressions = written.flatMap(({ item, own }) => (isName(item) ? [] : [own]))
    const fields = expressions.length > 0 ? `fields ${expressions.join(', ')}\n| ` : ''
    return [{ span, text: `${fields}display ${[...shown].join(', ')}` }]
  })
  return applied(text, [{ span: { start: first, end: first }, text: parse }, ...edits])
}

/** An item with other names in its expression. */
function rewritten(
  text: string,
  { expression, span }: Item,
  names: ReadonlyMap<string, string>,
): string {
  const edits = namesIn(expression, names).map(({ span: { start, end }, text: name }) => ({
    span: { start: start - span.start, end: end - span.start },
    text: name,
  }))
  return applied(text.slice(span.start, span.end), edits)
}

/** A filled query for a log group whose fields have other names: by the name of a field, the text that reads it there. */
export function withFieldNames(text: string, names: ReadonlyMap<string, string>): string {
  return applied(
    text,
    recordCommands(text).flatMap((command) => editsOf(command, names)),
  )
}

/** The commands that read fields of records: what follows a `stats` sees the names of the result alone. */
function recordCommands(text: string): readonly Command[] {
  const { commands } = parseQuery(text).pipeline
  const stats = commands.findIndex(({ kind }) => kind === 'stats')
  return stats === -1 ? commands : commands.slice(0, stats + 1)
}

function editsOf(command: Command, names: ReadonlyMap<string, string>): readonly Edit[] {
  const edits = expressionsOf(command).flatMap((expression) => namesIn(expression, names))
  if (command.kind !== 'stats') return edits

  // A column of the result keeps its name.
  const columns = command.by.flatMap(({ expression, alias }): Edit[] => {
    if (expression.kind !== 'name' || alias || namesIn(expression, names).length === 0) return []
    const { end } = expression.span
    return [{ span: { start: end, end }, text: ` as ${expression.name}` }]
  })
  return [...edits, ...columns]
}

function namesIn(expression: Expression, names: ReadonlyMap<string, string>): readonly Edit[] {
  if (expression.kind !== 'name') {
    return partsOf(expression).flatMap((part) => namesIn(part, names))
  }
  const text = names.get(fieldOf(expression.name))
  return text === undefined || text === expression.name ? [] : [{ span: expression.span, text }]
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

/** Whether CloudWatch discovers every field of the format, whatever it does with others. */
export function isDefault(format: Format): boolean {
  const { default: fields } = FORMATS
  return (
    format.length === fields.length && fields.every(({ token }, i) => format[i]?.token === token)
  )
}
