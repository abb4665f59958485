import type { Sentence } from './sentence'

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

/** What the errors of a query say, one row each: subject first, then what was found; the help says what is right. */
export const ERROR_SENTENCES = {
  // Text
  'unexpected-character': (found: string): Sentence => [
    `\`${found}\` has no meaning here`,
    'names with other characters than letters, digits, `_` and `.` stand in backticks',
  ],
  'unclosed-text': (quote: string): Sentence => [
    'text without an end',
    `close it with \`${quote}\` on the same line`,
  ],
  'unclosed-name': (): Sentence => [
    'name without an end',
    'close it with a backtick on the same line',
  ],
  'unclosed-regex': (): Sentence => [
    'regular expression without an end',
    'close it with `/` on the same line; a slash inside is written `\\/`',
  ],
  'regex-flags': (flags: string): Sentence => [
    `\`${flags}\` after a regular expression means nothing`,
    'write `(?i)` at its start to ignore letter case',
  ],
  'number-form': (word: string): Sentence => [
    `\`${word}\` is not a decimal number`,
    'numbers are digits, perhaps with a point: no exponent, no hexadecimal, no unit',
  ],
  'unquoted-address': (word: string): Sentence => [
    `\`${word}\` is an address without quotes`,
    `write "${word}"`,
  ],
  'placeholder-form': (found: string): Sentence => [
    `\`${found}\` is no placeholder`,
    'a placeholder is a name between double braces, without spaces: `{{name}}`',
  ],
  'placeholder-in-text': (placeholder: string): Sentence => [
    `placeholder \`${placeholder}\` inside a longer text`,
    'a placeholder stands alone, bare or between quotes, so that its value can be escaped',
  ],
  'foreign-operator': (found: string, right: string): Sentence => [
    `\`${found}\` is no operator`,
    `write \`${right}\``,
  ],

  // Grammar
  'empty-query': (): Sentence => ['the query has no command', 'the shortest is `fields @message`'],
  'leading-pipe': (): Sentence => [
    'the query begins with `|`',
    'the first command stands without it',
  ],
  'empty-command': (): Sentence => ['no command after `|`', 'leave out the `|`'],
  'unknown-command': (name: string, near: string | undefined): Sentence => [
    `unknown command \`${name}\``,
    near === undefined ? undefined : `\`${near}\` is spelled almost the same`,
  ],
  'refused-command': (name: string, right: string): Sentence => [
    `command \`${name}\` is not documented`,
    `write \`${right}\``,
  ],
  expected: (found: string, what: string): Sentence => [`${found} where ${what} is expected`],
  'in-brackets': (): Sentence => [
    '`in` without a list',
    'a list stands in square brackets: `in [22, 3389]`',
  ],
  'in-empty': (): Sentence => ['`in []` holds nothing', 'a list has at least one value'],
  'star-alone': (): Sentence => [
    '`*` stands for nothing here',
    'only `count(*)` takes it; name the fields instead',
  ],
  'period-alone': (found: string): Sentence => [
    `period \`${found}\` outside of a function`,
    'a period is an argument, as in `bin(5m)`',
  ],
  'parse-as': (): Sentence => ['`parse` without names', 'write `as` and one name for each `*`'],
  'limit-count': (): Sentence => ['`limit` takes a whole number from 1'],
  'too-deep': (): Sentence => ['the expression is nested too deeply'],

  // Names
  'unknown-field': (name: string, help: string | undefined): Sentence => [
    `unknown field \`${name}\``,
    help,
  ],
  'field-gone': (name: string, help: string): Sentence => [
    `\`${name}\` is gone after \`stats\``,
    help,
  ],
  'already-defined': (name: string, help: string): Sentence => [
    `\`${name}\` is already defined`,
    help,
  ],
  'unknown-parameter': (name: string, known: readonly string[]): Sentence => [
    `unknown parameter \`${name}\``,
    known.length === 0 ? 'the query declares none' : `the query declares ${quoted(known)}`,
  ],
  'list-parameter': (name: string): Sentence => [
    `parameter \`${name}\` is a list`,
    'a list stands in `in […]` or as the block of a subnet function',
  ],
  'unknown-function': (name: string, near: string | undefined): Sentence => [
    `unknown function \`${name}\``,
    near === undefined ? undefined : `\`${near}\` is spelled almost the same`,
  ],

  // Order of commands
  'too-many-stats': (): Sentence => ['more than 10 `stats` in a query'],
  'before-stats': (command: string): Sentence => [
    `\`${command}\` before \`stats\``,
    `\`${command}\` stands after the last \`stats\``,
  ],
  'after-dedup': (command: string): Sentence => [
    `\`${command}\` after \`dedup\``,
    'only `limit` may follow `dedup`',
  ],
  'aggregate-outside-stats': (name: string): Sentence => [
    `aggregate \`${name}\` outside of \`stats\``,
    `define it in a \`stats\` before, with a name: \`stats ${name}(…) as …\``,
  ],
  'aggregate-as-key': (name: string): Sentence => [
    `aggregate \`${name}\` after \`by\``,
    'a key is a field or a function of one record',
  ],
  'nested-aggregate': (name: string): Sentence => [
    `aggregate \`${name}\` inside an aggregate`,
    'aggregate again in a further `stats`',
  ],
  'not-aggregated': (name: string): Sentence => [
    `\`${name}\` is not aggregated`,
    `take one value of it, as \`max(${name})\`, or add it to \`by\``,
  ],

  // Types
  'argument-count': (name: string, takes: string, found: number): Sentence => [
    `\`${name}\` takes ${takes}; ${found === 0 ? 'none was' : found === 1 ? '1 was' : `${found} were`} found`,
  ],
  'argument-type': (name: string, position: number, what: string, found: string): Sentence => [
    `argument ${position} of \`${name}\` is ${found}, not ${what}`,
    what === 'a time' ? 'milliseconds become a time with `fromMillis(…)`' : undefined,
  ],
  'not-a-condition': (found: string): Sentence => [
    `${found} is no condition`,
    'compare it with something, or test it with `ispresent(…)`',
  ],
  'type-mismatch': (left: string, right: string, help?: string): Sentence => [
    `${left} cannot be compared with ${right}`,
    help,
  ],
  'no-common-type': (name: string): Sentence => [
    `the arguments of \`${name}\` are times and others`,
  ],
  'list-literal': (): Sentence => ['a list in `in […]` holds only texts and numbers'],
  'misplaced-literal': (what: string): Sentence => [`${what} is no value here`],
  'percent-range': (found: string): Sentence => [`percentile \`${found}\` is outside of 0 to 100`],
  'percent-literal': (): Sentence => [
    'the percentile is not a number',
    'write it as a number from 0 to 100: `pct(bytes, 95)`',
  ],

  // Time
  'bin-argument': (): Sentence => [
    '`bin` takes a period alone',
    'it always rounds `@timestamp`; `datefloor(field, 5m)` rounds another time',
  ],
  'bin-after-stats': (): Sentence => [
    '`bin` rounds `@timestamp`, which is gone after `stats`',
    'carry it with `max(@timestamp) as @t` and round it with `datefloor(@t, 5m)`',
  ],
  'time-after-stats': (name: string): Sentence => [
    `\`${name}\` goes by \`@timestamp\`, which is gone after \`stats\``,
    `take it in the \`stats\` before: \`${name}(…) as …\``,
  ],
  'sort-bin': (): Sentence => [
    '`sort` takes no `bin`',
    'name it where it is made, `by bin(5m) as t`, and `sort t`',
  ],
  'period-cap': (written: string, right: string | undefined, cap: string): Sentence => [
    `\`${written}\` is more than CloudWatch rounds to, and it would silently use \`${cap}\``,
    right === undefined ? `at most 1000ms, 60s, 60m or 24h` : `write \`${right}\``,
  ],
  'period-zero': (written: string): Sentence => [`period \`${written}\` is empty`],

  // Patterns and blocks
  'not-a-cidr': (found: string, help: string | undefined): Sentence => [
    `\`${found}\` is not a CIDR block`,
    help,
  ],
  'regex-unsupported': (what: string): Sentence => [
    `${what} in a regular expression`,
    'the regular expressions of CloudWatch (RE2) have none',
  ],
  'regex-broken': (reason: string): Sentence => [
    `the regular expression does not compile: ${reason}`,
  ],
  'parse-count': (stars: number, names: number): Sentence => [
    `the pattern has ${stars === 1 ? '1 `*`' : `${stars} \`*\``} and \`as\` has ${names === 1 ? '1 name' : `${names} names`}`,
  ],
  'parse-groups': (): Sentence => [
    'the regular expression names no group',
    'name what to take out: `(?<name>…)`',
  ],
  'parse-regex-as': (): Sentence => [
    '`as` after a regular expression',
    'its groups carry the names: `(?<name>…)`',
  ],
} as const satisfies Record<string, (...parts: never[]) => Sentence>
