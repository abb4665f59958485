import type { Sentence } from './sentence'

/** The messages of warnings and their help, one row each. */
export const WARNING_SENTENCES = {
  'double-equals': (): Sentence => ['`==` is not documented', 'write `=`'],
  'mixed-and-or': (): Sentence => [
    '`and` and `or` without parentheses; `and` binds first',
    'add parentheses',
  ],
  'unclear-not': (): Sentence => [
    '`not` before a comparison negates the whole comparison',
    'put the comparison in parentheses',
  ],
  'sort-by': (): Sentence => ['`sort by` is not documented', 'write `sort`'],
  'too-long': (length: number): Sentence => [
    `the query has ${length} characters; CloudWatch accepts 10000`,
  ],
  'limit-size': (): Sentence => ['CloudWatch returns at most 100000 rows'],
  'source-ignored': (): Sentence => [
    '`SOURCE` is ignored outside of CloudWatch',
    'the files or the table are chosen by --path or --engine',
  ],
  'index-as-filter': (): Sentence => ['outside of CloudWatch `filterIndex` is a `filter`'],
  'log-stream-name': (): Sentence => [
    '`logStream` is read as `@logStream`',
    'CloudWatch may not know the name without `@`',
  ],
  'cidr-as-text': (block: string, right: string): Sentence => [
    `\`${block}\` is compared as text and equals no address`,
    `\`${right}\` tests the block`,
  ],
  'never-a-value': (
    name: string,
    value: string,
    near: string | undefined,
    values: readonly string[],
  ): Sentence => [
    `\`${name}\` is never \`${value}\``,
    near === undefined
      ? `its values are ${values.join(', ')} and -`
      : `Did you mean \`"${near}"\`?`,
  ],
  'count-condition': (condition: string): Sentence => [
    '`count` counts each value, true or false, 1 or 0',
    `\`sum(${condition})\` counts those for which the condition is true`,
  ],
  'no-sql-form': (name: string): Sentence => [
    `\`${name}\` has no SQL form`,
    'run the query in the CloudWatch Logs console',
  ],
  'replacement-group': (): Sentence => [
    '`$` or `\\` in a replacement has no SQL form',
    'engines interpret it differently; run the query in the CloudWatch Logs console',
  ],
  'field-name': (name: string): Sentence => [
    `\`${name}\` is already a field of the record`,
    'CloudWatch may reject it as defined twice; use another name',
  ],
  'never-true': (operand: string, literal: string, right: string | undefined): Sentence => [
    `${operand} is a number and never equals \`${literal}\``,
    right && `write \`${right}\``,
  ],
  'like-as-cidr': (literal: string, right: string): Sentence => [
    `\`like "${literal}"\` matches this text anywhere in the address`,
    `\`${right}\` tests the block`,
  ],
  'like-wildcard': (): Sentence => [
    '`%` is not a wildcard in `like`',
    '`like` matches a text anywhere; remove the `%`',
  ],
  'host-bits': (found: string, base: string): Sentence => [
    `\`${found}\` is not the first address of its block`,
    `the block is \`${base}\``,
  ],
  'case-branches': (count: number): Sentence => [
    `\`case\` has ${count} branches; CloudWatch accepts 10`,
    'nest another `case` as the last value',
  ],
  'regex-lazy': (): Sentence => [
    'lazy quantifier in a regular expression',
    'CloudWatch may reject it; use a negated class such as `[^"]*`',
  ],
  'regex-counted': (): Sentence => [
    'counted quantifier in a regular expression',
    'CloudWatch can drop matching rows; repeat the part instead',
  ],
  'percent-fraction': (found: string, right: string): Sentence => [
    `percentile \`${found}\` is below 1 percent`,
    `for the share ${found} write \`${right}\``,
  ],
} as const satisfies Record<string, (...parts: never[]) => Sentence>
