import { RESERVED } from './cursor'
import { PLAIN_NAME } from './lex'
import { printText } from './print-text'
import type { BinaryExpression, Command, Expression, Item, Name, Pipeline } from './syntax'

export interface PrintOptions {
  /** Functions in lower case: two expressions that print alike are the same. */
  readonly foldCase?: boolean
}

/** From loosest to tightest; an operand that binds looser than its operator needs parentheses. */
const BINDING = {
  or: 1,
  and: 2,
  not: 3,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '^': 7,
  negative: 8,
  primary: 9,
} as const satisfies Record<BinaryExpression['operator'] | 'not' | 'negative' | 'primary', number>

/** The query in one form: one command per line, single spaces, only the necessary parentheses, no comments. */
export function printPipeline(pipeline: Pipeline): string {
  return pipeline.commands.map((command) => printCommand(command, pipeline.text)).join('\n| ')
}

function printCommand(command: Command, text: string): string {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return `${command.kind} ${printItems(command.items)}`
    case 'filter':
      return `filter ${printExpression(command.condition)}`
    case 'stats': {
      const by = command.by.length === 0 ? '' : ` by ${printItems(command.by)}`
      return `stats ${printItems(command.items)}${by}`
    }
    case 'sort': {
      const keys = command.keys.map(
        ({ expression, descending }) =>
          `${printExpression(expression)} ${descending ? 'desc' : 'asc'}`,
      )
      return `sort ${keys.join(', ')}`
    }
    case 'limit':
      return `limit ${printExpression(command.count)}`
    case 'countFrequent':
      return `countFrequent ${command.keys.map((key) => printExpression(key)).join(', ')}`
    case 'dedup':
      return `dedup ${command.keys.map((key) => printExpression(key)).join(', ')}`
    case 'parse': {
      const operand = command.operand ? `${printExpression(command.operand)} ` : ''
      const names =
        command.names.length === 0 ? '' : ` as ${command.names.map(printAlias).join(', ')}`
      return `parse ${operand}${printExpression(command.pattern)}${names}`
    }
    case 'other':
    case 'broken':
      return text.slice(command.span.start, command.span.end)
  }
}

function printItems(items: readonly Item[]): string {
  return items
    .map(({ expression, alias, offset }) =>
      [
        printExpression(expression),
        ...(alias ? [`as ${printAlias(alias)}`] : []),
        ...(offset ? [`offset ${printExpression(offset)}`] : []),
      ].join(' '),
    )
    .join(', ')
}

const printAlias = ({ text }: Name): string => printName(text)

/** One expression on one line. */
export function printExpression(expression: Expression, options: PrintOptions = {}): string {
  const inner = (operand: Expression, minBinding: number): string => {
    const printed = printExpression(operand, options)
    return binding(operand) < minBinding ? `(${printed})` : printed
  }
  switch (expression.kind) {
    case 'name':
      return printName(expression.name)
    case 'text':
      return printText(expression.value)
    case 'number':
      return expression.digits
    case 'regex':
      return `/${expression.pattern.replace(/\\.|\//g, (part) => (part === '/' ? '\\/' : part))}/`
    case 'period':
      return `${expression.count}${expression.unit}`
    case 'placeholder':
      return `{{${expression.name}}}`
    case 'star':
      return '*'
    case 'invalid':
      return '…'
    case 'call': {
      const name = options.foldCase ? expression.name.toLowerCase() : expression.name
      return `${name}(${expression.arguments.map((argument) => printExpression(argument, options)).join(', ')})`
    }
    case 'negative':
      return `-${inner(expression.operand, BINDING.negative)}`
    case 'not':
      // A comparison without parentheses has the same meaning, and a warning.
      return `not ${inner(expression.operand, isNot(expression.operand) ? BINDING.not : BINDING.primary)}`
    case 'binary':
      return printBinary(expression, inner)
    case 'in': {
      const items = expression.items.map((item) => inner(item, BINDING['+'])).join(', ')
      return `${inner(expression.operand, BINDING['+'])}${expression.negated ? ' not' : ''} in [${items}]`
    }
    case 'like': {
      const pattern = printExpression(expression.pattern)
      return `${inner(expression.operand, BINDING['+'])}${expression.negated ? ' not' : ''} like ${pattern}`
    }
  }
}

/** A chain of left-associative operators, in a loop: a thousand blocks are a chain of a thousand `or`. */
function printBinary(
  expression: BinaryExpression,
  inner: (operand: Expression, minBinding: number) => string,
): string {
  const minBinding = BINDING[expression.operator]
  const isComparison = minBinding === BINDING['=']
  const parts: string[] = []
  let left: Expression = expression
  do {
    parts.unshift(`${left.operator} ${inner(left.right, rightBinding(left))}`)
    left = left.left
  } while (!isComparison && left.kind === 'binary' && BINDING[left.operator] === minBinding)
  const isMixed = expression.operator === 'or' && isBinary(left, 'and')
  parts.unshift(
    isMixed ? `(${inner(left, 0)})` : inner(left, isComparison ? minBinding + 1 : minBinding),
  )
  return parts.join(' ')
}

/** `and` in `or` gets parentheses, since CloudWatch documents no precedence. */
function rightBinding({ operator, right }: BinaryExpression): number {
  return operator === 'or' && isBinary(right, 'and') ? BINDING.primary : BINDING[operator] + 1
}

function binding(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      return BINDING[expression.operator]
    case 'in':
    case 'like':
      return BINDING['=']
    case 'not':
    case 'negative':
      return BINDING[expression.kind]
    default:
      return BINDING.primary
  }
}

const isBinary = (expression: Expression, operator: string): boolean =>
  expression.kind === 'binary' && expression.operator === operator

const isNot = (expression: Expression): boolean => expression.kind === 'not'

/** A name, in backticks where it needs them. */
export function printName(name: string): string {
  if (PLAIN_NAME.test(name) && !RESERVED.has(name.toLowerCase())) return name
  const [, at = '', rest = ''] = /^(@{0,2})([^]*)$/.exec(name)!
  return rest === '' ? `\`${name}\`` : `${at}\`${rest}\``
}
