import type { NamedValue, OutputColumn, Plan, Step, Value } from './plan'

/** A plan as text: one step per line, its parts indented, then its columns and fields. */
export function printPlan({ steps, columns, fields }: Plan): string {
  return [
    ...steps.flatMap(printStep),
    'columns',
    ...columns.map((column) => `  ${printColumn(column)}`),
    `fields ${fields.length === 0 ? 'none' : fields.join(' ')}`,
    '',
  ].join('\n')
}

function printStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'extend':
      return ['extend', ...step.columns.map((column) => `  ${printNamed(column)}`)]
    case 'filter':
      return printCondition(step.condition)
    case 'aggregate':
      return [
        'aggregate',
        ...step.keys.map((key) => `  by ${printNamed(key)}`),
        ...step.measures.map((measure) => `  ${printNamed(measure)}`),
      ]
    case 'sort':
      return [
        `sort ${step.keys.map(({ value, descending }) => `${printValue(value)} ${descending ? 'desc' : 'asc'}`).join(', ')}`,
      ]
    case 'limit':
      return [`limit ${step.count}`]
    case 'dedup':
      return [`dedup ${step.keys.map(printValue).join(', ')}`]
  }
}

/** One line for each operand of `and`. */
function printCondition(condition: Value): readonly string[] {
  if (condition.kind !== 'logic' || condition.operator !== 'and') {
    return [`filter ${printValue(condition)}`]
  }
  return ['filter all of', ...condition.operands.map((operand) => `  ${printValue(operand)}`)]
}

function printNamed({ name, value }: NamedValue): string {
  return `${printColumnName(name)} ${value.type} = ${printValue(value)}`
}

function printColumn({ name, value, type }: OutputColumn): string {
  const isItself = value.kind === 'column' && value.name === name
  return `${printColumnName(name)} ${type}${isItself ? '' : ` = ${printValue(value)}`}`
}

const printColumnName = (name: string): string => `\`${name}\``

/** Fields are bare, columns in backticks, texts in double quotes; a conversion names its type. */
function printValue(value: Value): string {
  switch (value.kind) {
    case 'field':
    case 'system':
      return value.name
    case 'column':
      return printColumnName(value.name)
    case 'literal':
      if (value.type === 'text') return JSON.stringify(value.value)
      return value.type === 'time' ? `time(${value.value})` : value.value
    case 'period':
      return `${value.count}${value.unit}`
    case 'call':
    case 'aggregate': {
      const args = value.arguments.map(printValue).join(', ')
      return `${value.function}(${args === '' && value.kind === 'aggregate' ? '*' : args})`
    }
    case 'arithmetic':
    case 'comparison':
      return `${printOperand(value.left)} ${value.operator} ${printOperand(value.right)}`
    case 'in':
      return `${printOperand(value.operand)}${value.negated ? ' not' : ''} in [${value.items.map(printValue).join(', ')}]`
    case 'like': {
      const { kind, text } = value.pattern
      const pattern = kind === 'regex' ? `regex ${JSON.stringify(text)}` : JSON.stringify(text)
      return `${printOperand(value.operand)}${value.negated ? ' not' : ''} like ${pattern}`
    }
    case 'logic':
      return value.operands.map(printOperand).join(` ${value.operator} `)
    case 'not':
      return `not ${printOperand(value.operand)}`
    case 'extract':
      return `extract(${printValue(value.operand)}, ${JSON.stringify(value.regex)}, ${value.group})`
    case 'natural':
      return `natural(${printValue(value.operand)})`
    case 'convert':
      return `${value.type}(${printValue(value.operand)})`
  }
}

/** Parentheses around operators. */
function printOperand(value: Value): string {
  const printed = printValue(value)
  const kinds: readonly Value['kind'][] = ['arithmetic', 'comparison', 'in', 'like', 'logic', 'not']
  return kinds.includes(value.kind) ? `(${printed})` : printed
}
