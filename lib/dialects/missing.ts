import type { Value } from '../language/plan'
import type { Target } from './words'

export function isMissing(to: Target, value: Value): boolean {
  switch (value.kind) {
    case 'field':
    case 'system':
    case 'column':
      return to.scope.named(value).missing === true
    case 'arithmetic':
      return isMissing(to, value.left) || isMissing(to, value.right)
    case 'convert':
    case 'extract':
      return isMissing(to, value.operand)
    case 'call':
      switch (value.function) {
        case 'coalesce':
          return value.arguments.every((each) => isMissing(to, each))
        case 'if':
          return value.arguments.slice(1).every((each) => isMissing(to, each))
        case 'datefloor':
        case 'dateceil':
          return isMissing(to, value.arguments[0]!)
        case 'case':
          return value.arguments.every(
            (each, index) => isCondition(value.arguments, index) || isMissing(to, each),
          )
        default:
          // A predicate of a missing value is false; any other function of one is missing.
          return value.type !== 'boolean' && value.arguments.some((each) => isMissing(to, each))
      }
    default:
      return false
  }
}

/** Of a `case`: conditions stand first of each pair, a value left over at the end is for none of them. */
function isCondition(args: readonly Value[], index: number): boolean {
  return index % 2 === 0 && index < args.length - 1
}

export function isNullable(to: Target, value: Value): boolean {
  switch (value.kind) {
    case 'literal':
    case 'period':
      return false
    case 'field':
    case 'system':
    case 'column':
      return to.scope.named(value).nullable
    case 'call':
      if (value.type === 'boolean') return false
      if (value.function === 'coalesce')
        return value.arguments.every((each) => isNullable(to, each))
      if (value.function === 'if')
        return value.arguments.slice(1).some((each) => isNullable(to, each))
      return true
    case 'comparison':
    case 'in':
    case 'like':
    case 'logic':
    case 'not':
      return false
    case 'aggregate':
      return !value.function.startsWith('count')
    case 'arithmetic':
      return (
        value.operator === '/' ||
        value.operator === '%' ||
        isNullable(to, value.left) ||
        isNullable(to, value.right)
      )
    case 'convert':
      return value.operand.type === 'text' || isNullable(to, value.operand)
    case 'extract':
      return true
  }
}
