import fc from 'fast-check'
import { parseQuery } from '../../lib/language/parse'
import { printPipeline } from '../../lib/language/print'
import { resolveQuery } from '../../lib/language/resolve'
import { formatDiagnostic } from '../../lib/language/diagnostics'
import { callableNames } from '../../lib/language/functions'
import { FIELDS } from '../../lib/flow-log/fields'
import { unicodeText } from './unicode-text'
import { casesOf } from './cases'
import { choicesOf } from './choose'
import { mutatedQuery } from './mutations'
import { randomQuery } from './queries'

const WORDS = [
  ...'fields display filter where stats by sort asc desc limit dedup parse as and or not in like =~ == != <= >= < > = + - * / % ^'.split(' '),
  ...'| ( ) [ ] , # ! `a` "t" \'t\' "{{x}}" {{x}} {x} ${x} /a(?<g>b)/ /[/ 1 0.5 5m 1mo 300s 1e3 @timestamp @message @ptr ` " \' \\ $ : ;'.split(' '),
  ...'pattern SOURCE lookup join unnest diff order head \n \t \u00a0 \u{1f986} é'.split(' '),
  ...callableNames(),
  ...FIELDS.slice(0, 20).flatMap(({ name, token }) => [name, token]),
  '\n',
] // prettier-ignore

const mutated = fc.gen().map((generate) => mutatedQuery(choicesOf(generate)))

const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 24 }).map((words) => words.join(' '))

const query = fc.gen().map((generate) => randomQuery(choicesOf(generate)))

describe.each([
  ['random characters', unicodeText(60), 200],
  ['words of the language in any order', soup, 300],
  ['queries with pieces changed', mutated, 100],
  ['generated queries', query, 150],
])('%s', (_, texts, least) => {
  it('give a plan or an error that stands in the text, and never an exception', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { pipeline, diagnostics } = parseQuery(text)
        const resolved = resolveQuery(pipeline)
        const all = [...diagnostics, ...resolved.diagnostics]

        for (const diagnostic of all) {
          const { start, end } = diagnostic.span
          expect(start >= 0 && start <= end && end <= text.length).toBe(true)
          expect(formatDiagnostic(diagnostic, text, 'query')).toContain(diagnostic.message)
        }
        if (all.length === 0) expect(resolved.plan).toBeDefined()
      }),
      casesOf(least),
    )
  })

  it('read the same again when they are printed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { pipeline, diagnostics } = parseQuery(text)
        if (diagnostics.some(({ severity }) => severity === 'error')) return
        const printed = printPipeline(pipeline)
        const again = parseQuery(printed)

        expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(meaning(again.pipeline.commands)).toEqual(meaning(pipeline.commands))
        expect(printPipeline(again.pipeline)).toBe(printed)
      }),
      casesOf(least),
    )
  })
})

/** Commands without their places; what is kept as its text has only its name. */
function meaning(commands: unknown): unknown {
  return JSON.parse(
    JSON.stringify(commands, (key, value: unknown) =>
      key === 'span' || key === 'nameSpan' ? undefined : value,
    ),
  )
}
