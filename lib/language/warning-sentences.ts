import type { Sentence } from './sentence'

/** What the warnings of a query say, one row each. */
export const WARNING_SENTENCES = {
  'double-equals': (): Sentence => ['`==` is not documented', 'write `=`'],
  'mixed-and-or': (): Sentence => [
    '`and` and `or` side by side; here `and` binds first',
    'say what belongs together with parentheses',
  ],
  'unclear-not': (): Sentence => [
    '`not` before a comparison; here it turns the whole comparison',
    'put the comparison in parentheses',
  ],
  'sort-by': (): Sentence => ['`sort by` is not documented', 'write `sort`'],
  'too-long': (length: number): Sentence => [
    `the query has ${length} characters; CloudWatch takes 10000`,
  ],
  'limit-size': (): Sentence => ['CloudWatch returns at most 100000 rows'],
  'no-sql-form': (name: string): Sentence => [
    `\`${name}\` has no SQL form`,
    'run it in the console of CloudWatch Logs',
  ],
  'replacement-group': (): Sentence => [
    '`$` or `\\` in a replacement has no SQL form',
    'engines read it in different ways; run it in the console of CloudWatch Logs',
  ],
  'field-name': (name: string): Sentence => [
    `\`${name}\` is a field of the record already`,
    'CloudWatch may refuse it as defined twice; a name of its own is safe',
  ],
  'never-true': (operand: string, literal: string): Sentence => [
    `${operand} is a number and never equals \`${literal}\``,
  ],
  'like-as-cidr': (literal: string, right: string): Sentence => [
    `\`like "${literal}"\` is true wherever the text stands in the address`,
    `\`${right}\` tests the block`,
  ],
  'like-wildcard': (): Sentence => [
    '`%` stands for itself in `like`',
    '`like` finds a text anywhere, without wildcards',
  ],
  'host-bits': (found: string, base: string): Sentence => [
    `\`${found}\` does not begin a block`,
    `the block that holds it is \`${base}\``,
  ],
  'case-branches': (count: number): Sentence => [
    `\`case\` has ${count} branches; CloudWatch takes 10`,
    'put a further `case` in the place of the last value',
  ],
  'regex-lazy': (): Sentence => [
    'lazy quantifier in a regular expression',
    'CloudWatch may refuse it; a negated class such as `[^"]*` says the same',
  ],
  'regex-counted': (): Sentence => [
    'counted quantifier in a regular expression',
    'CloudWatch was seen to drop matching rows; write the part several times',
  ],
  'percent-fraction': (found: string, right: string): Sentence => [
    `percentile \`${found}\` is less than one in a hundred`,
    `for the share ${found} write \`${right}\``,
  ],
} as const satisfies Record<string, (...parts: never[]) => Sentence>
