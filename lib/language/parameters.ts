import { isIP } from 'node:net'
import { UsageError } from '../errors'
import { visible } from '../visible'
import { formatCidr, parseCidr } from '../flow-log/cidr'
import { exceededCap, parsePeriod } from './period'

interface ParameterRow {
  readonly what: string
  readonly example: string
  /** The value as a literal of Insights QL; undefined when it does not have the type. */
  readonly literal: (text: string) => string | undefined
}

/** The types of parameters; a query contains only what a type's `literal` returns. */
const TYPES = {
  cidr: {
    what: 'a CIDR block',
    example: '10.0.0.0/8',
    literal: (text) => {
      const cidr = parseCidr(text)
      return cidr && `"${formatCidr(cidr)}"`
    },
  },
  address: {
    what: 'an address',
    example: '10.0.1.5',
    literal: (text) => {
      const cidr = isIP(text) === 0 ? undefined : parseCidr(text)
      return cidr && `"${formatCidr(cidr).replace(/\/\d+$/, '')}"`
    },
  },
  integer: {
    what: 'a whole number',
    example: '443',
    literal: (text) => (/^-?\d{1,18}$/.test(text) ? text : undefined),
  },
  number: {
    what: 'a number',
    example: '0.045',
    literal: (text) => (/^-?\d{1,18}(\.\d{1,18})?$/.test(text) ? text : undefined),
  },
  interface: {
    what: 'the id of an interface or a NAT gateway',
    example: 'eni-0a1b2c3d4e5f60718',
    // Records without an interface have `-`.
    literal: (text) =>
      /^(-|[a-z]+(-[a-z]+)*-[0-9a-z]+)$/.test(text) && text.length <= 64 ? `"${text}"` : undefined,
  },
  duration: {
    what: 'a period that CloudWatch rounds to',
    example: '5m',
    literal: (text) => {
      const period = parsePeriod(text)
      const fits = period && period.count > 0 && exceededCap(period) === undefined
      return fits ? `${period.count}${period.unit}` : undefined
    },
  },
} as const satisfies Record<string, ParameterRow>

export type ParameterType = keyof typeof TYPES

export const PARAMETER_TYPES = Object.keys(TYPES) as readonly ParameterType[]

/** A Terraform expression such as `${data.aws_nat_gateway.a.private_ip}`, which Terraform replaces by the value. */
export interface ParameterExpression {
  readonly expression: string
}

/** A value's text, or the expression that stands for it. */
export type ParameterValue = string | ParameterExpression

/** Types whose literals are quoted, so that an expression has the same form as the value that replaces it. */
const EXPRESSION_TYPES: readonly ParameterType[] = ['cidr', 'address', 'interface']

/**
 * One value of a parameter as a literal of Insights QL: the only way for a value into a query.
 * @throws {UsageError} naming the parameter when the text does not have the type.
 */
export function parseParameter(type: ParameterType, value: ParameterValue, name: string): string {
  if (typeof value === 'object') return expressionLiteral(type, value, name)
  const { literal, what, example }: ParameterRow = TYPES[type]
  const found = literal(value.trim())
  if (found !== undefined) return found
  throw new UsageError(`--param ${name}=${visible(value)}: not ${what}, such as ${example}`)
}

function expressionLiteral(
  type: ParameterType,
  { expression }: ParameterExpression,
  name: string,
): string {
  if (EXPRESSION_TYPES.includes(type) && /^\$\{[\w.[\]-]+\}$/.test(expression))
    return `"${expression}"`
  throw new Error(`parameter \`${name}\` cannot be the expression \`${visible(expression)}\``)
}
