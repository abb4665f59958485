import { UserError } from '../errors'
import { lex } from './lex'
import type { CallExpression, Command, Expression, Pipeline, Placeholder, Span } from './syntax'
import { expressionsOf, partsOf } from './walk'

/** Literals of Insights QL by parameter name; empty or without an entry for a parameter without a value. */
export type ParameterValues = ReadonlyMap<string, readonly string[]>

interface Edit {
  readonly span: Span
  readonly text: string
}

const SUBNET_FUNCTION = /^isIp(v4|v6)?InSubnet$/i

/** The query when every `filter` is left out. */
const EVERY_RECORD = 'fields @timestamp, @message'

/**
 * The query as legal Insights QL: placeholders become their values, a subnet test with several blocks an `or` chain.
 * A `filter` with a placeholder that has no value is left out whole; in other commands an optional list without a value is `[""]`.
 * @throws {UserError} when a placeholder elsewhere has no value, or several where one belongs.
 */
export function fillParameters({ text, commands }: Pipeline, values: ParameterValues): string {
  const filled = commands
    .filter((command) => !isLeftOut(command, values))
    .map((command) => fillCommand(text, command, values))
  const head = text.slice(0, commands[0]?.span.start ?? 0)
  return `${head}${filled.length === 0 ? EVERY_RECORD : filled.join('\n| ')}`
}

function fillCommand(text: string, command: Command, values: ParameterValues): string {
  const edits =
    command.kind === 'other' || command.kind === 'broken'
      ? placeholdersWithin(text, command.span).map((placeholder) => replaced(placeholder, values))
      : expressionsOf(command).flatMap((expression) => editsOf(text, expression, values))
  return applied(text, command.span, edits)
}

function editsOf(text: string, expression: Expression, values: ParameterValues): readonly Edit[] {
  switch (expression.kind) {
    case 'placeholder':
      return [replaced(expression, values)]
    case 'in':
      return [
        ...editsOf(text, expression.operand, values),
        ...expression.items.flatMap((item) =>
          item.kind === 'placeholder'
            ? [{ span: item.span, text: listOf(item, values).join(', ') }]
            : editsOf(text, item, values),
        ),
      ]
    case 'call': {
      const blocks = blocksOf(expression, values)
      return blocks ? [subnetChain(text, expression, blocks, values)] : partsEdits()
    }
    default:
      return partsEdits()
  }

  function partsEdits(): readonly Edit[] {
    return partsOf(expression).flatMap((part) => editsOf(text, part, values))
  }
}

/** The placeholder of a subnet test that stands for several blocks. */
function blocksOf(call: CallExpression, values: ParameterValues): Placeholder | undefined {
  const [, block] = call.arguments
  if (!SUBNET_FUNCTION.test(call.name) || block?.kind !== 'placeholder') return undefined
  return valuesOf(block, values).length > 1 ? block : undefined
}

function subnetChain(
  text: string,
  { name, arguments: [address], span }: CallExpression,
  blocks: Placeholder,
  values: ParameterValues,
): Edit {
  const operand = applied(text, address!.span, editsOf(text, address!, values))
  const tests = valuesOf(blocks, values).map((block) => `${name}(${operand}, ${block})`)
  return { span, text: `(${tests.join(' or ')})` }
}

function replaced(placeholder: Placeholder, values: ParameterValues): Edit {
  const literals = valuesOf(placeholder, values)
  if (literals.length > 1) {
    throw new UserError(`parameter \`${placeholder.name}\` has several values`, {
      help: 'use a list in `in […]` or as the block of a subnet function',
    })
  }
  return { span: placeholder.span, text: literals[0]! }
}

/** The values of a list; an empty text for an optional parameter without a value, since no field has an empty text. */
function listOf(placeholder: Placeholder, values: ParameterValues): readonly string[] {
  return values.get(placeholder.name)?.length === 0 ? ['""'] : valuesOf(placeholder, values)
}

function valuesOf({ name }: Placeholder, values: ParameterValues): readonly string[] {
  const literals = values.get(name) ?? []
  if (literals.length > 0) return literals
  throw new UserError(`parameter \`${name}\` has no value`, {
    help: `--param ${name}=… gives it one`,
  })
}

function isLeftOut(command: Command, values: ParameterValues): boolean {
  return (
    command.kind === 'filter' &&
    placeholdersIn(command.condition).some(({ name }) => (values.get(name) ?? []).length === 0)
  )
}

function placeholdersIn(expression: Expression): readonly Placeholder[] {
  return expression.kind === 'placeholder'
    ? [expression]
    : partsOf(expression).flatMap(placeholdersIn)
}

/** Placeholders of a command that is kept as its text. */
function placeholdersWithin(text: string, span: Span): readonly Placeholder[] {
  return lex(text).tokens.flatMap((token) =>
    token.kind === 'placeholder' && token.span.start >= span.start && token.span.end <= span.end
      ? [token]
      : [],
  )
}

function applied(text: string, span: Span, edits: readonly Edit[]): string {
  let filled = ''
  let from = span.start
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    filled += text.slice(from, edit.span.start) + edit.text
    from = edit.span.end
  }
  return filled + text.slice(from, span.end)
}
