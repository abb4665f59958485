import fc from 'fast-check'
import { athena } from '../../lib/dialects/athena'
import { duckdb } from '../../lib/dialects/duckdb'
import { FORMATS } from '../../lib/flow-log/format'
import type { Plan } from '../../lib/language/plan'
import { describeLog, planOf } from '../example-questions'
import { unicodeText } from './unicode-text'
import { casesOf } from './cases'

// Every place of a plan that holds a text of the user's: literals, patterns, and names of columns.
const TEXT = `filter srcAddr = "MARK1" and dstAddr in ["MARK2", "x"] and action like "MARK3" and action like /MARK4/
| fields concat(srcAddr, "MARK5") as MARK6, replace(srcAddr, "MARK7", "MARK8") as r
| stats count(*) as MARK9 by MARK6, trim(r, "MARK10") as t
| sort MARK9 desc, t`
const MARKS = Array.from({ length: 10 }, (_, index) => `MARK${index + 1}`)
const NASTY = ["'", '"', "''", '""', '\\', '--', '/*', ';', ' OR 1=1', "' OR ''='", '" AS "', '\r', '\u2028', '$1', '?', ':x', ')'] // prettier-ignore

// No text of a query holds an end of line, and SQL has no form for a NUL.
const value = fc
  .oneof(
    unicodeText(12),
    fc.array(fc.constantFrom(...NASTY, 'a', '1'), { maxLength: 6 }).map((parts) => parts.join('')),
  )
  .map((text) => text.replace(/[\n\0]/g, ''))

const plan = planOf(TEXT)
const log = describeLog(FORMATS.v11, ['flow_logs'])

describe.each([duckdb, athena])('the SQL of $name', (dialect) => {
  const shape = quotedParts(dialect.compile(plan, log).text).outside

  it('has one shape, whatever texts a query holds, and holds them as they are', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 10, maxLength: 10 }), (values) => {
        const marked = values.map((each, index) => `${MARKS[index]!}.${each}`)
        const { outside, quoted } = quotedParts(dialect.compile(withTexts(plan, marked), log).text)

        expect(outside).toBe(shape)
        for (const text of marked) expect(quoted.some((each) => each.includes(text))).toBe(true)
      }),
      casesOf(100),
    )
  })
})

/** The plan with other texts in the places of the marks. */
function withTexts(of: Plan, texts: readonly string[]): Plan {
  return JSON.parse(JSON.stringify(of), (_, part: unknown) =>
    typeof part === 'string'
      ? part.replace(/MARK(\d+)/g, (_mark, number: string) => texts[Number(number) - 1]!)
      : part,
  ) as Plan
}

/** What stands in quotes, read as SQL reads it, and the text without it. */
function quotedParts(sql: string): { readonly outside: string; readonly quoted: string[] } {
  const quoted: string[] = []
  const outside = sql.replace(
    /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/g,
    (_, text?: string, name?: string) => {
      quoted.push(text?.replaceAll("''", "'") ?? name!.replaceAll('""', '"'))
      return text === undefined ? '"name"' : "'text'"
    },
  )
  return { outside, quoted }
}
