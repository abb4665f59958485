import { readFileSync } from 'node:fs'
import { AGGREGATES, callableNames, FUNCTIONS } from '../../lib/language/functions'
import { FIELDS } from '../../lib/flow-log/fields'
import { DIAGNOSTIC_EXAMPLES, type DiagnosticExample } from '../../scripts/docs/diagnostic-examples'
import { catalogue, exampleText } from '../example-questions'
import type { Choose } from './choose'
import { randomQuery } from './queries'

/** Queries of the catalogue, examples of diagnostics, and those of the file NATLENS_CORPUS: a JSON list of `{ query }`. */
const TEXTS: readonly string[] = [
  ...catalogue.all().map((query) => exampleText(query)),
  ...Object.values<DiagnosticExample>(DIAGNOSTIC_EXAMPLES)
    .flatMap(({ text, right }) => [text, right ?? text])
    .filter(({ length }) => length < 1000),
  ...corpus(process.env['NATLENS_CORPUS']),
]

const WORDS = [
  ...'fields display filter where stats by sort asc desc limit dedup parse as and or not in like =~ == != <= >= < > = + - * / % ^'.split(' '),
  ...'| ( ) [ ] , # ! `a` "t" \'t\' "" "*" "a=*" {{x}} ${x} /a(?<g>b)/ /[/ /^10\\./ @timestamp @message @logStream ` " \' \\ $ : ;'.split(' '),
  ...'0 1 -1 0.5 100 60 5m 1mo 300s 1e3 9223372036854775807 99999999999999999999 0.000000000001 2147483648 1773450000 1773450000000'.split(' '),
  ...'"10.0.0.0/8" "10.0.0.1" 10.0.0.0/8 2001:db8::/32 "::/0" "ACCEPT" "reject" "6" "-" "1e308" "007"'.split(' '),
  ...'pattern SOURCE lookup unnest head having order group between is null case when then else end select from countFrequent filterIndex offset'.split(' '),
  ...'start end srcAddr dstAddr bytes packets srcPort dstPort action protocol interfaceId flowDirection vpcId'.split(' '),
  ...callableNames().flatMap((name) => [name, `${name}(`, `${name}(bytes)`, `${name}(srcAddr)`]),
  ...FIELDS.slice(0, 30).flatMap(({ name, token }) => [name, token]),
  '\n', '\u00a0', '“REJECT”', '&gt;', 'é', '\u{1f986}', '--', '//',
] // prettier-ignore

/** Pieces that can often take each other's place. */
const SIMILAR: readonly (readonly string[])[] = [
  FIELDS.map(({ name }) => name as string),
  ['*', '+', '-', '/', '%', '^'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['and', 'or'],
  ['asc', 'desc'],
  AGGREGATES.map(({ name }) => name as string),
  FUNCTIONS.map(({ name }) => name as string),
  [
    '0',
    '1',
    '2',
    '5',
    '10',
    '22',
    '100',
    '443',
    '1000',
    '1024',
    '1000000000',
    '9223372036854775807',
    '0.1',
    '1.5',
  ],
  ['5m', '1m', '1h', '1d', '1w', '1mo', '7s', '900ms'],
  [
    '"ACCEPT"',
    '"REJECT"',
    '"OK"',
    '"-"',
    '"10.0.0.1"',
    '"10.0.0.0/8"',
    '"5"',
    '"egress"',
    '"a.b"',
    '"%"',
  ],
]

/** Tokens, roughly: words, numbers, texts, and single characters. */
const PIECES = /[\w.@]+|"[^"\n]*"|'[^'\n]*'|\s+|[^]/gu

/** A query with some of its pieces replaced, doubled, dropped, swapped, or put behind another query. */
export function mutatedQuery(choose: Choose): string {
  const { below, chance, pick } = choose
  const source = chance(15) ? randomQuery(choose) : pick(TEXTS)
  let pieces = [...source.matchAll(PIECES)].map(([piece]) => piece)
  for (let count = pick([1, 1, 1, 2, 4]); count > 0; count--) {
    const at = below(pieces.length + 1)
    const similar = SIMILAR.find((group) => group.includes(pieces[at] ?? ''))
    if (similar && chance(80)) {
      pieces[at] = pick(similar)
      continue
    }
    const length = below(3)
    const from = below(pieces.length + 1)
    const inserted = pick([
      () => [],
      () => [pick(WORDS)],
      () => [' ', pick(WORDS), ' '],
      () => pieces.slice(from, from + 1 + below(12)),
      () => ['\n| ', pick(TEXTS)],
    ])()
    pieces = [...pieces.slice(0, at), ...inserted, ...pieces.slice(at + length)]
  }
  return pieces.join('')
}

function corpus(file: string | undefined): readonly string[] {
  if (file === undefined || file === '') return []
  const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly query: string }[]
  return rows.map(({ query }) => query)
}
