import type { Command, Expression } from './syntax'

/** The expressions of a command, in the order of the text. */
export function expressionsOf(command: Command): readonly Expression[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return command.items.map(({ expression }) => expression)
    case 'filter':
      return [command.condition]
    case 'stats':
      return [...command.items, ...command.by].map(({ expression }) => expression)
    case 'sort':
      return command.keys.map(({ expression }) => expression)
    case 'limit':
      return [command.count]
    case 'countFrequent':
    case 'dedup':
      return command.keys
    case 'parse':
      return command.operand ? [command.operand] : []
    case 'other':
    case 'broken':
      return []
  }
}

/** The parts of an expression; a chain of one operator is one list, so that no walk goes deep. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.arguments
    case 'invalid':
      return expression.parts
    case 'negative':
    case 'not':
      return [expression.operand]
    case 'in':
      return [expression.operand, ...expression.items]
    case 'like':
      return [expression.operand, expression.pattern]
    case 'binary': {
      const parts: Expression[] = []
      let rest: Expression = expression
      for (; rest.kind === 'binary' && rest.operator === expression.operator; rest = rest.left) {
        parts.push(rest.right)
      }
      return [rest, ...parts.reverse()]
    }
    case 'name':
    case 'text':
    case 'number':
    case 'regex':
    case 'period':
    case 'placeholder':
    case 'star':
      return []
  }
}
