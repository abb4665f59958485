import { identifier } from './literals'
import type { InfixOperator, Sql } from './tree'

/** From loosest to tightest; an expression that binds looser than its place stands in parentheses. */
const BINDING = {
  OR: 1,
  AND: 2,
  NOT: 3,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '||': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
  closed: 8,
} as const satisfies Record<InfixOperator | 'NOT' | 'closed', number>

/** The place of one of several conditions of a `WHERE`. */
export const AND_PLACE = BINDING.AND

/** The expression as text, in parentheses when it binds looser than its place. */
export function printSql(expression: Sql, place = 0): string {
  const text = printWhole(expression)
  return bindingOf(expression) < place ? `(${text})` : text
}

export function isSameSql(a: Sql, b: Sql): boolean {
  return printSql(a) === printSql(b)
}

function printWhole(expression: Sql): string {
  switch (expression.kind) {
    case 'name':
      return identifier(expression.name)
    case 'literal':
      return expression.text
    case 'call':
      return `${expression.name}(${printList(expression.arguments)})`
    case 'infix':
      return printInfix(expression.operator, expression.operands)
    case 'not':
      return `NOT ${printSql(expression.operand, BINDING.closed)}`
    case 'case': {
      const branches = expression.branches.map(
        ([condition, result]) => ` WHEN ${printSql(condition)} THEN ${printSql(result)}`,
      )
      const otherwise = expression.otherwise ? ` ELSE ${printSql(expression.otherwise)}` : ''
      return `CASE${branches.join('')}${otherwise} END`
    }
    case 'cast':
      return `${expression.isTry ? 'TRY_CAST' : 'CAST'}(${printSql(expression.operand)} AS ${expression.type})`
    case 'template': {
      const place = expression.binding === 'test' ? BINDING['='] + 1 : 0
      return expression.strings.reduce((before, after, index) => {
        const operand = expression.operands[index - 1]!
        return `${before}${isList(operand) ? printList(operand) : printSql(operand, place)}${after}`
      })
    }
  }
}

function printList(expressions: readonly Sql[]): string {
  return expressions.map((each) => printSql(each)).join(', ')
}

function printInfix(operator: InfixOperator, operands: readonly Sql[]): string {
  return operands
    .map((operand, index) => printSql(operand, operandPlace(operator, operand, index)))
    .join(` ${operator} `)
}

/** Parentheses that only a reader needs: around an AND in an OR, and around other operators in `||`, `*` and `%`. */
function operandPlace(operator: InfixOperator, operand: Sql, index: number): number {
  const isSame = index === 0 && operand.kind === 'infix' && operand.operator === operator
  switch (operator) {
    case 'AND':
    case 'OR':
      return BINDING.NOT
    case '+':
    case '-':
      return index === 0 ? BINDING[operator] : BINDING[operator] + 1
    case '||':
    case '*':
    case '/':
    case '%':
      return isSame ? BINDING[operator] : BINDING.closed
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return BINDING[operator] + 1
  }
}

function bindingOf(expression: Sql): number {
  switch (expression.kind) {
    case 'infix':
      return BINDING[expression.operator]
    case 'not':
      return BINDING.NOT
    case 'template':
      return expression.binding === 'test' ? BINDING['='] : BINDING.closed
    case 'literal':
      // A number below 0 has parentheses behind an operator.
      return expression.text.startsWith('-') ? BINDING['-'] : BINDING.closed
    case 'name':
    case 'call':
    case 'case':
    case 'cast':
      return BINDING.closed
  }
}

function isList(operand: Sql | readonly Sql[]): operand is readonly Sql[] {
  return Array.isArray(operand)
}
