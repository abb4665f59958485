import type { CallValue, Value } from '../language/plan'
import { literal } from './literals'
import { isMissing, isNullable } from './missing'
import { inParentheses } from './parentheses'
import { writeCall, writeLiteral, writeOperand, writeValue } from './values'
import { BLANK, SHAPES, type PlainFunction, type Target } from './words'

/** The condition of a filter: `undefined` when it is always true. */
export function writeCondition(to: Target, value: Value): string | undefined {
  const outcome = truth(to, value, true)
  return outcome === true ? undefined : outcome === false || outcome === null ? 'FALSE' : outcome
}

/** True, false, missing (null), or the SQL that decides for each row. */
export function truth(to: Target, value: Value, positive: boolean): string | boolean | null {
  switch (value.kind) {
    case 'logic':
      return logic(to, value.operator, value.operands, positive)
    case 'not': {
      const operand = truth(to, value.operand, false)
      return typeof operand === 'string'
        ? `NOT ${inParentheses(operand)}`
        : operand === null
          ? null
          : !operand
    }
    case 'comparison': {
      if (isMissing(to, value.left) || isMissing(to, value.right)) return null
      const operator = value.operator === '!=' ? '<>' : value.operator
      return `${writeOperand(to, value.left)} ${operator} ${writeOperand(to, value.right)}`
    }
    case 'in': {
      if (isMissing(to, value.operand)) return null
      const items = value.items.map((item) => writeLiteral(to, item)).join(', ')
      return `${writeOperand(to, value.operand)} ${value.negated ? 'NOT IN' : 'IN'} (${items})`
    }
    case 'like': {
      if (isMissing(to, value.operand)) return null
      const text = writeValue(to, value.operand)
      const { kind, text: pattern } = value.pattern
      const match =
        kind === 'regex'
          ? to.words.matches(text, pattern)
          : to.words.contains(text, literal(pattern))
      return value.negated ? `NOT ${inParentheses(match)}` : match
    }
    case 'call':
      if (value.type === 'boolean') return predicate(to, value, positive)
      break
    default:
      break
  }
  // A number as a condition: anything but zero.
  return isMissing(to, value) ? null : `${writeOperand(to, value)} <> 0`
}

function logic(
  to: Target,
  operator: 'and' | 'or',
  operands: readonly Value[],
  positive: boolean,
): string | boolean | null {
  const decisive = operator === 'or'
  const parts: string[] = []
  let missing = false
  for (const group of subnetGroups(to, operator, operands)) {
    const outcome = Array.isArray(group) ? subnets(to, group, positive) : truth(to, group, positive)
    if (outcome === decisive) return decisive
    if (outcome === null) {
      if (positive && operator === 'and') return false
      missing = true
    } else if (typeof outcome === 'string') {
      parts.push(outcome)
    }
  }
  if (missing && !positive) parts.push('NULL')
  if (parts.length === 0) return missing ? null : !decisive
  if (parts.length === 1) return parts[0] === 'NULL' ? null : parts[0]!

  // AND binds tighter than OR, but a reader should not have to know.
  return parts
    .map((part) => (/ (OR|AND) /.test(part) ? inParentheses(part) : part))
    .join(operator === 'and' ? ' AND ' : ' OR ')
}

/** Subnet tests of one address that stand in one `or` become one test: for a list there may be a faster one than for each. */
function subnetGroups(
  to: Target,
  operator: 'and' | 'or',
  operands: readonly Value[],
): (Value | CallValue[])[] {
  if (operator === 'and') return [...operands]
  const groups: (Value | CallValue[])[] = []
  const byAddress = new Map<string, CallValue[]>()
  for (const operand of operands) {
    if (operand.kind !== 'call' || !isSubnetTest(operand) || isMissing(to, operand.arguments[0]!)) {
      groups.push(operand)
      continue
    }
    const address = writeValue(to, operand.arguments[0]!)
    const group = byAddress.get(address)
    if (group) {
      group.push(operand)
    } else {
      const fresh = [operand]
      byAddress.set(address, fresh)
      groups.push(fresh)
    }
  }
  return groups
}

function subnets(to: Target, calls: readonly CallValue[], positive: boolean): string {
  const address = calls[0]!.arguments[0]!
  const test = to.words.inSubnets(
    writeValue(to, address),
    calls.map(({ arguments: [, cidr] }) => textOf(cidr!)),
  )
  const sure = isAddress(address) ? test : to.words.onlyAddresses(writeValue(to, address), test)
  return positive ? sure : `COALESCE(${sure}, FALSE)`
}

/** A field that holds an address or `-`; any other text may begin like an address and be none. */
function isAddress(value: Value): boolean {
  return value.kind === 'field' && /Addr$/.test(value.name)
}

function predicate(to: Target, call: CallValue, positive: boolean): string | boolean | null {
  const [first, second] = call.arguments
  switch (call.function) {
    case 'ispresent':
      if (isMissing(to, first!)) return false
      return isNullable(to, first!) ? `${writeOperand(to, first!)} IS NOT NULL` : true
    case 'isempty':
    case 'isblank': {
      if (isMissing(to, first!)) return true
      const text = writeValue(to, first!)
      return call.function === 'isblank'
        ? `COALESCE(${to.words.matches(text, BLANK)}, TRUE)`
        : `COALESCE(${text}, '') = ''`
    }
    case 'isNumeric':
    case 'isValidIp':
    case 'isValidIpV4':
    case 'isValidIpV6': {
      if (isMissing(to, first!)) return false
      if (first!.type !== 'text') return `${writeOperand(to, first!)} IS NOT NULL`
      const test = to.words.matches(writeValue(to, first!), SHAPES[call.function])
      return positive || !isNullable(to, first!) ? test : `COALESCE(${test}, FALSE)`
    }
    case 'if':
    case 'coalesce':
    case 'case':
      return `${inParentheses(writeCall(to, call))} <> 0`
    case 'isIpInSubnet':
    case 'isIpv4InSubnet':
    case 'isIpv6InSubnet':
      return isMissing(to, first!) ? false : subnets(to, [call], positive)
    default:
      break
  }
  if (isMissing(to, first!) || (second && isMissing(to, second))) return false
  const test = to.words.functions[call.function as PlainFunction](
    ...call.arguments.map((each) => writeValue(to, each)),
  )
  return positive ? test : `COALESCE(${test}, FALSE)`
}

function isSubnetTest(call: CallValue): boolean {
  return call.function.endsWith('InSubnet')
}

function textOf(value: Value): string {
  if (value.kind !== 'literal') throw new Error('a subnet is a literal')
  return value.value
}
