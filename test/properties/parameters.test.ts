import fc from 'fast-check'
import { UserError } from '../../lib/errors'
import { fill } from '../../lib/catalogue/fill'
import type { Plan } from '../../lib/language/plan'
import { catalogue, planOf } from '../example-questions'
import { unicodeText } from './unicode-text'
import { casesOf } from './cases'

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  cidr: ['10.0.0.0/16', '2001:db8::/32'],
  address: ['10.0.0.220', '2001:db8::5'],
  integer: ['10'],
  number: ['0.5'],
  interface: ['eni-0123456789abcdef0'],
  duration: ['5m', '2h'],
}
const NASTY = [
  '"', "'", '`', '\\', '|', '#', '\n', ')', '(', ',', ' or 1=1', '" or "" = "', '{{x}}', '/', '*', ';', '--', '$', '\0',
] // prettier-ignore

/** Values of the type, values with something put into them, and any text. */
const value = (type: string) =>
  fc.oneof(
    fc.constantFrom(...EXAMPLES[type]!),
    unicodeText(20),
    fc
      .tuple(fc.constantFrom(...EXAMPLES[type]!), fc.constantFrom(...NASTY), fc.nat({ max: 20 }))
      .map(([text, piece, at]) => text.slice(0, at) + piece + text.slice(at)),
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.nat({ max: 33 })).map(([address, prefix]) => `${address}/${prefix}`),
    fc.bigInt().map(String),
    fc.double().map(String),
  )

const queries = catalogue.all().filter(({ parameters }) => parameters.length > 0)

describe('the values of parameters', () => {
  it('fill a query with its own shape, or are refused', () => {
    const settings = fc.constantFrom(...queries).chain((query) =>
      fc.record({
        query: fc.constant(query),
        values: fc.tuple(...query.parameters.map(({ type }) => value(type))),
      }),
    )
    let filled = 0
    const options = casesOf(300)
    fc.assert(
      fc.property(settings, ({ query, values }) => {
        const named = (of: readonly string[]) =>
          query.parameters.map(({ name }, index) => `${name}=${of[index]!}`)
        let text: string
        try {
          text = fill(query, named(values))
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
          return
        }
        filled++
        const examples = query.parameters.map(({ type }) => EXAMPLES[type]![0]!)
        expect(shape(planOf(text))).toEqual(shape(planOf(fill(query, named(examples)))))
      }),
      options,
    )
    expect(filled).toBeGreaterThan(options.numRuns / 50)
  })
})

/** The plan with every literal and every period blanked; a list has one item, whatever its length. */
function shape(plan: Plan): unknown {
  return JSON.parse(JSON.stringify(plan), (key, part: unknown) => {
    const { kind, function: name, operands } = (part ?? {}) as Partial<Record<string, unknown>>
    if (kind === 'literal' || kind === 'period') return kind
    if (key === 'items') return 'items'
    // Blocks of either family have the same test, and several of them the same as one.
    if (typeof name === 'string' && name.endsWith('InSubnet')) return 'subnet test'
    const isTests = Array.isArray(operands) && operands.every((each) => each === 'subnet test')
    return isTests ? 'subnet test' : part
  })
}
