import type { DeclaredParameter } from '../../lib/language/resolving'
import { DIAGNOSTIC_EXAMPLES, type DiagnosticExample } from '../../scripts/docs/diagnostic-examples'
import { findings } from './understood'

const parameters = new Map<string, DeclaredParameter>([['blocks', { type: 'cidr', list: true }]])

const examples = Object.entries<DiagnosticExample>(DIAGNOSTIC_EXAMPLES)

describe('the example of a diagnostic', () => {
  it.each(examples)('gives `%s` alone', (code, { text }) => {
    const found = findings(text, { parameters }).map((line) => line.split(' | ', 1)[0])

    expect(found).toEqual([code])
  })

  const corrected = examples.flatMap(([code, { right }]) =>
    right === undefined ? [] : ([[code, right]] as const),
  )

  it.each(corrected)('leads from `%s` to a valid query: %s', (_, right) => {
    expect(findings(right)).toEqual([])
  })
})
