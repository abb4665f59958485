import { peek, takeSymbol, takeWord, type Cursor } from './cursor'
import { error, warning } from './messages'
import type { BinaryExpression, ComparisonOperator, Expression } from './syntax'

export function takeOperator(cursor: Cursor, word: 'and' | 'or', foreign: string): boolean {
  const { span } = peek(cursor)
  if (takeWord(cursor, word) !== undefined) return true
  if (takeSymbol(cursor, foreign) === undefined) return false
  cursor.diagnostics.push(error('foreign-operator', span, foreign, word))
  return true
}

export function takeComparison(cursor: Cursor): ComparisonOperator | undefined {
  const { span } = peek(cursor)
  const found = takeSymbol(cursor, '=', '!=', '<', '<=', '>', '>=', '==', '<>')
  switch (found) {
    case '==':
      cursor.diagnostics.push(warning('double-equals', span))
      return '='
    case '<>':
      cursor.diagnostics.push(error('foreign-operator', span, '<>', '!='))
      return '!='
    default:
      return found as ComparisonOperator | undefined
  }
}

export function warnAboutMix(cursor: Cursor, operand: Expression): void {
  const isConjunction = (operand as BinaryExpression).operator === 'and'
  if (!isConjunction || cursor.parenthesised.has(operand)) return
  cursor.diagnostics.push(warning('mixed-and-or', operand.span))
}
