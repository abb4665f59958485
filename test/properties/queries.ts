import type { Choose } from './choose'
import { expressionsOf, type ExpressionType, type Names } from './expressions'

const RECORD_NAMES: Names = {
  text: [
    'srcAddr', 'dstAddr', 'action', 'srcAddr', 'logStatus', 'interfaceId', 'pktDstAddr', 'flowDirection', 'vpcId',
    'pktDstAwsService', 'instanceTag', '@logStream', '@message',
  ],
  integer: [
    'bytes', 'packets', 'bytes', 'srcPort', 'dstPort', 'protocol', 'startTime', 'endTime', 'tcpFlags', 'trafficPath',
  ],
  number: [],
  boolean: [],
  time: ['@timestamp'],
} // prettier-ignore

const NO_NAMES: Names = { text: [], integer: [], number: [], boolean: [], time: [] }
const TYPES: readonly ExpressionType[] = ['integer', 'text', 'number', 'boolean', 'time']
// Names that SQL reads in its own way unless they are quoted, and names that differ in letter case alone.
const ALIASES = [
  'a',
  'b',
  'A',
  'total',
  'select',
  'order',
  'records',
  'totals',
  'c',
  'C',
  'a_2',
  '`odd name`',
  '`qu"ote`',
]

/** A query as text: commands in an order that the language allows, most of them with a meaning. */
export function randomQuery(choose: Choose): string {
  const { below, chance, pick } = choose
  const aliases = ALIASES.map((alias, index) => ({ alias, at: below(1000) + index / 100 }))
    .sort((x, y) => x.at - y.at)
    .map(({ alias }) => alias)
  const commands: string[] = []
  let names = RECORD_NAMES
  const expressions = () => expressionsOf(choose, names)
  const depth = () => pick([1, 2, 3])
  const add = (type: ExpressionType, name: string) => {
    names = { ...names, [type]: [...names[type], name, name] }
  }
  const alias = () => aliases.pop() ?? 'spare'

  const extend = () => {
    const type = pick(TYPES)
    const name = alias()
    commands.push(`${pick(['fields', 'fields', 'display'])} ${expressions().value(type, depth())} as ${name}`)
    add(type, name)
  } // prettier-ignore
  const parse = () => {
    const [one, two] = [alias(), alias()]
    const operand = pick(['srcAddr', '@message', 'interfaceId', ''])
    if (chance(15) && names === RECORD_NAMES) {
      const parts = Array.from({ length: 12 }, (_, index) => `part_${index}`)
      commands.push(`parse @message "${parts.map(() => '*').join(' ')}" as ${parts.join(', ')}`)
      for (const part of parts.slice(3, 12)) add('text', part)
      return
    }
    if (chance(50) || one.includes('`') || two.includes('`')) {
      commands.push(`parse ${operand} ${pick(['"*.*"', '"* *"', '"*-*"', '"1*.*."'])} as ${one}, ${two}`)
      add('text', one)
    } else {
      commands.push(`parse ${operand} ${pick(['/', '/^'])}${pick([`(?<${one}>[0-9]+)[.](?<${two}>[0-9]+)?`, `(?<${one}>[A-Za-z]*)(-(?<${two}>[a-z]))?`])}/`)
    }
    add('text', two)
  } // prettier-ignore
  const filter = () => {
    commands.push(`${pick(['filter', 'filter', 'where'])} ${expressions().condition(depth())}`)
  }
  const stats = () => {
    const measures: string[] = []
    const next: [ExpressionType, string][] = []
    for (let index = 1 + below(3); index > 0; index--) {
      const kind = pick(['integer', 'number', 'any'] as const)
      const name = alias()
      measures.push(`${expressions().aggregate(kind, pick([0, 1, 2]))} as ${name}`)
      // Of `min` and its like only the resolver knows the type; a text or a number can be used as either.
      next.push([kind === 'any' ? pick(['text', 'integer'] as const) : kind, name])
    }
    const keys: string[] = []
    for (let index = below(3); index > 0; index--) {
      const type = pick(TYPES)
      if (type === 'text' && chance(60) && names.text.length > 0) {
        const field = pick(names.text)
        if (keys.includes(field)) continue
        keys.push(field)
        next.push([type, field])
      } else {
        const name = alias()
        keys.push(`${expressions().value(type, pick([0, 1, 2]))} as ${name}`)
        next.push([type, name])
      }
    }
    commands.push(`stats ${measures.join(', ')}${keys.length > 0 ? ` by ${keys.join(', ')}` : ''}`)
    names = NO_NAMES
    for (const [type, name] of next) add(type, name)
  }
  const sort = () => {
    const known = TYPES.flatMap((type) => names[type])
    const keys = Array.from({ length: 1 + below(3) }, () => {
      const key = chance(25) ? expressions().value(pick(TYPES), 1) : pick(known)
      return `${key}${pick(['', ' asc', ' desc'])}`
    })
    commands.push(`sort ${keys.join(', ')}`)
  }
  const limit = () => commands.push(`limit ${pick([1, 2, 3, 5, 10, 1000])}`)

  const some = (most: number, ...makers: readonly (() => void)[]) => {
    for (let index = below(most + 1); index > 0; index--) pick(makers)()
  }
  some(3, filter, extend, extend, parse)
  const aggregates = pick([1, 0, 1, 0, 2])
  for (let index = 0; index < aggregates; index++) {
    stats()
    some(2, filter, extend)
  }
  some(2, sort, sort, limit)
  if (chance(10)) {
    some(1, filter, extend)
    some(1, limit)
  }
  if (chance(10)) {
    commands.push(`dedup ${expressions().value(pick(['text', 'integer'] as const), 1)}`)
    some(1, limit)
  } else if (chance(25)) {
    const known = [...new Set(TYPES.flatMap((type) => names[type]))]
    commands.push(`display ${Array.from({ length: 1 + below(4) }, () => pick(known)).join(', ')}`)
  }
  if (commands.length === 0) filter()
  return commands.join('\n| ')
}
