import type { CallValue, Value } from '../language/plan'
import { isSameSql } from './print-sql'
import type { Context } from './sql-syntax'
import { coalesce, FALSE, isNull, type Sql } from './tree'
import { writeValue } from './values'

/** Tests of one address that any of some blocks holds it. */
interface SubnetTest {
  readonly address: Sql
  /** Whether the text is an address or `-`; other texts can begin like an address. */
  readonly isAddress: boolean
  readonly cidrs: string[]
}

/** A subnet function as a condition, which is never missing where `isExact`. */
export function subnetTest(to: Context, call: CallValue, isExact: boolean): Sql {
  return writeTest(to, readTest(to, call), isExact)
}

/**
 * The operands of an `or`, where the subnet tests of one address become one condition: for a list of blocks there can be
 * a faster test than one each.
 */
export function joinSubnetTests(
  to: Context,
  operands: readonly Value[],
  isExact: boolean,
): readonly (Value | (() => Sql))[] {
  const tests: SubnetTest[] = []
  return operands.flatMap((operand): readonly (Value | (() => Sql))[] => {
    if (operand.kind !== 'call' || !operand.function.endsWith('InSubnet')) return [operand]
    const found = readTest(to, operand)
    const before = tests.find(({ address }) => isSameSql(address, found.address))
    if (before) {
      before.cidrs.push(...found.cidrs)
      return []
    }
    tests.push(found)
    return [() => writeTest(to, found, isExact)]
  })
}

function readTest(to: Context, { arguments: [address, cidr] }: CallValue): SubnetTest {
  if (cidr?.kind !== 'literal') throw new Error('a subnet is a literal')
  return {
    address: writeValue(to, address!),
    isAddress: address!.kind === 'field' && address.name.endsWith('Addr'),
    cidrs: [cidr.value],
  }
}

function writeTest(
  { syntax }: Context,
  { address, isAddress, cidrs }: SubnetTest,
  isExact: boolean,
): Sql {
  if (isNull(address)) return FALSE
  const test = syntax.inSubnets(address, cidrs)
  const sure = isAddress ? test : syntax.onlyAddresses(address, test)
  return isExact ? coalesce(sure, FALSE) : sure
}
