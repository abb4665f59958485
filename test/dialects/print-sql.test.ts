import { BIGINT_BITS } from '../../lib/language/integer-bits'
import { printSql } from '../../lib/dialects/print-sql'
import {
  arithmetic,
  call,
  caseWhen,
  cast,
  coalesce,
  column,
  FALSE,
  infix,
  integer,
  isNull,
  not,
  NULL,
  ONE,
  sql,
  test as testOf,
  text,
  usesColumn,
  ZERO,
} from '../../lib/dialects/tree'

const INT = { nullable: true, bits: 31 }
const LONG = { nullable: true, bits: BIGINT_BITS }
const a = column('a', LONG)
const b = column('b', LONG)
const isA = infix('=', a, ONE)
const isB = infix('=', b, ONE)

describe('an expression as text', () => {
  it.each([
    ['(a OR b) AND c', infix('AND', infix('OR', isA, isB), isA), '("a" = 1 OR "b" = 1) AND "a" = 1'],
    ['AND in OR, for the reader', infix('OR', infix('AND', isA, isB), isB), '("a" = 1 AND "b" = 1) OR "b" = 1'],
    ['NOT of a test', not(isA), 'NOT ("a" = 1)'],
    ['NOT of a call', not(call('f', a)), 'NOT f("a")'],
    ['a - b - a', arithmetic('-', arithmetic('-', a, b), a), '"a" - "b" - "a"'],
    ['a - (b - a)', arithmetic('-', a, arithmetic('-', b, a)), '"a" - ("b" - "a")'],
    ['products in sums', arithmetic('+', arithmetic('*', a, b), a), '"a" * "b" + "a"'],
    ['sums in products', arithmetic('*', arithmetic('+', a, b), a), '("a" + "b") * "a"'],
    ['a remainder of a product', arithmetic('%', arithmetic('*', a, b), a), '("a" * "b") % "a"'],
    ['a number below 0', arithmetic('-', a, integer(-7)), '"a" - (-7)'],
    ['a comparison with a CASE', infix('<>', a, caseWhen([[isB, ONE]], ZERO)), '"a" <> CASE WHEN "b" = 1 THEN 1 ELSE 0 END'],
    ['a test of a comparison', testOf`${isA} IS NULL`, '("a" = 1) IS NULL'],
    ['a list in brackets', sql`[${[text("it's"), ONE]}]`, "['it''s', 1]"],
    ['texts that look like SQL', infix('OR', infix('=', a, text(' OR ')), isB), `"a" = ' OR ' OR "b" = 1`],
  ])('%s', (_, expression, expected) => {
    expect(printSql(expression)).toBe(expected)
  }) // prettier-ignore
})

describe('an expression knows', () => {
  it('whether it can be missing', () => {
    expect(coalesce(a, ZERO).nullable).toBe(false)
    expect(caseWhen([[isA, ONE]], ZERO).nullable).toBe(false)
    expect(caseWhen([[isA, ONE]]).nullable).toBe(true)
    expect(arithmetic('+', a, ONE).nullable).toBe(true)
  })

  it('whether it is missing in every row', () => {
    expect([NULL, cast(NULL, 'BIGINT')].every(isNull)).toBe(true)
    expect([a, FALSE, cast(a, 'BIGINT')].some(isNull)).toBe(false)
  })

  it('which columns it uses', () => {
    const expression = coalesce(sql`f(${[a]})`, ONE)

    expect([usesColumn(expression), usesColumn(expression, 'a')]).toEqual([true, true])
    expect([usesColumn(expression, 'b'), usesColumn(text('"a"'))]).toEqual([false, false])
  })
})

test('arithmetic that can exceed 32 bits counts in 64 bits', () => {
  const port = column('port', INT)

  expect(printSql(arithmetic('*', port, port))).toBe('CAST("port" AS BIGINT) * "port"')
  expect(printSql(arithmetic('*', port, a))).toBe('"port" * "a"')
  expect(printSql(arithmetic('+', ONE, ONE))).toBe('1 + 1')
})
