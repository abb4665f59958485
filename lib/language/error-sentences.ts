import type { Sentence } from './sentence'

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

/** The messages of errors and their help, one row each. */
export const ERROR_SENTENCES = {
  // Text
  'unexpected-character': (found: string): Sentence => [
    `\`${found}\` is invalid here`,
    'put a name with other characters than letters, digits, `_` and `.` in backticks',
  ],
  'unclosed-text': (quote: string): Sentence => [
    'unclosed text',
    `close it with \`${quote}\` on the same line`,
  ],
  'unclosed-name': (): Sentence => ['unclosed name', 'close it with a backtick on the same line'],
  'unclosed-regex': (): Sentence => [
    'unclosed regular expression',
    'close it with `/`; a slash inside is written `\\/`',
  ],
  'regex-flags': (flags: string): Sentence => [
    `\`${flags}\` after a regular expression is invalid`,
    'start the expression with `(?i)` to ignore letter case',
  ],
  'number-form': (word: string, digits: string | undefined): Sentence => [
    `\`${word}\` is not a decimal number`,
    digits === undefined
      ? 'write digits, with or without a decimal point; exponents, hexadecimal and units are invalid'
      : `write \`${digits}\``,
  ],
  'unquoted-text': (word: string, help: string): Sentence => [
    `\`${word}\` is a text without quotes`,
    help,
  ],
  'curly-quote': (found: string, right: string): Sentence => [
    `\`${found}\` is a typographic quote`,
    `write \`${right}\``,
  ],
  'html-entity': (found: string, right: string): Sentence => [
    `\`${found}\` is HTML`,
    `write \`${right}\``,
  ],
  'foreign-comment': (found: string): Sentence => [
    `\`${found}\` does not begin a comment`,
    'a comment begins with `#`',
  ],
  'foreign-variable': (found: string): Sentence => [
    `\`${found}\` is a variable of another tool, such as Grafana`,
    'write its value, such as `5m` for an interval, or a parameter: `{{name}}`',
  ],
  'constant-measure': (found: string): Sentence => [
    `\`${found}\` is not an aggregate`,
    'use a function such as `count(*)` or `sum(bytes)`',
  ],
  'match-pattern': (text: string): Sentence => [
    '`=~` takes a regular expression',
    `write \`like ${text}\`, or \`=~ /…/\``,
  ],
  'placeholder-form': (found: string): Sentence => [
    `\`${found}\` is not a placeholder`,
    'write a name in double braces, without spaces: `{{name}}`',
  ],
  'placeholder-in-text': (placeholder: string): Sentence => [
    `placeholder \`${placeholder}\` inside a longer text`,
    'write the placeholder alone, bare or in quotes',
  ],
  'foreign-operator': (found: string, right: string): Sentence => [
    `\`${found}\` is not an operator`,
    `write \`${right}\``,
  ],

  // Grammar
  'empty-query': (): Sentence => [
    'the query has no command',
    'the shortest query is `fields @message`',
  ],
  'leading-pipe': (): Sentence => ['the query starts with `|`', 'remove the first `|`'],
  'empty-command': (): Sentence => ['no command after `|`', 'remove the `|`'],
  'unknown-command': (name: string, near: string | undefined): Sentence => [
    `unknown command \`${name}\``,
    near === undefined ? undefined : `Did you mean \`${near}\`?`,
  ],
  'foreign-word': (word: string, help: string): Sentence => [
    `\`${word}\` is not Insights QL`,
    help,
  ],
  'foreign-command': (name: string, right: string): Sentence => [
    `\`${name}\` is not a documented command`,
    `write \`${right}\``,
  ],
  'missing-pipe': (name: string): Sentence => [
    `\`|\` before \`${name}\` is missing`,
    `write \`| ${name} …\``,
  ],
  'missing-as': (name: string, right: string): Sentence => [
    `\`${name}\` follows an expression without \`as\` or a comma`,
    `write \`${right}\``,
  ],
  'quoted-name': (name: string): Sentence => ['a name is not in quotes', `write \`as ${name}\``],
  expected: (found: string, what: string): Sentence => [`${found} where ${what} is expected`],
  'in-brackets': (list: string | undefined): Sentence => [
    '`in` without a list in square brackets',
    `write \`in [${list ?? '22, 3389'}]\``,
  ],
  'in-empty': (): Sentence => ['the list of `in []` is empty', 'add at least one value'],
  'star-alone': (): Sentence => [
    '`*` is invalid here',
    'only `count` accepts `*`; name the fields instead',
  ],
  'period-alone': (found: string): Sentence => [
    `period \`${found}\` outside of a function`,
    'write the period as an argument: `bin(5m)`',
  ],
  'parse-as': (): Sentence => ['`parse` without `as`', 'add `as` and one name for each `*`'],
  'limit-count': (): Sentence => ['`limit` takes a whole number from 1'],
  'too-deep': (): Sentence => ['the expression is nested too deeply'],

  // Names
  'unknown-field': (name: string, help: string | undefined): Sentence => [
    `unknown field \`${name}\``,
    help,
  ],
  'field-gone': (name: string, help: string): Sentence => [
    `\`${name}\` is not available after \`stats\``,
    help,
  ],
  'already-defined': (name: string, help: string): Sentence => [
    `\`${name}\` is already defined`,
    help,
  ],
  'unknown-parameter': (name: string, known: readonly string[]): Sentence => [
    `unknown parameter \`${name}\``,
    known.length === 0 ? 'the query has no parameters' : `the query declares ${quoted(known)}`,
  ],
  'list-parameter': (name: string): Sentence => [
    `parameter \`${name}\` is a list`,
    'use a list in `in […]` or as the block of a subnet function',
  ],
  'unknown-function': (name: string, help: string | undefined): Sentence => [
    `unknown function \`${name}\``,
    help,
  ],
  'without-source': (name: string): Sentence => [
    `files and tables do not have \`${name}\``,
    'only CloudWatch has it: `--engine cloudwatch`',
  ],

  // Order of commands
  'too-many-stats': (): Sentence => ['more than 10 `stats` commands in a query'],
  'before-stats': (command: string): Sentence => [
    `\`${command}\` before \`stats\``,
    `\`${command}\` must follow the last \`stats\``,
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
    'use a field or a function of one record as the key',
  ],
  'nested-aggregate': (name: string): Sentence => [
    `aggregate \`${name}\` inside an aggregate`,
    'aggregate again in another `stats`',
  ],
  'not-aggregated': (name: string): Sentence => [
    `\`${name}\` is not aggregated`,
    `take one value of it, as \`max(${name})\`, or add it to \`by\``,
  ],

  // Types
  'argument-count': (name: string, takes: string, found: number): Sentence => [
    `\`${name}\` takes ${takes}; ${found === 0 ? 'none was' : found === 1 ? '1 was' : `${found} were`} found`,
  ],
  'argument-type': (
    name: string,
    position: number,
    what: string,
    found: string,
    help?: string,
  ): Sentence => [
    `argument ${position} of \`${name}\` is ${found}, not ${what}`,
    help ?? (what === 'a time' ? 'convert milliseconds to a time with `fromMillis(…)`' : undefined),
  ],
  'not-a-condition': (found: string): Sentence => [
    `${found} is not a condition`,
    'compare it with a value, or test it with `ispresent(…)`',
  ],
  'type-mismatch': (left: string, right: string, help?: string): Sentence => [
    `${left} cannot be compared with ${right}`,
    help,
  ],
  'no-common-type': (name: string): Sentence => [
    `the arguments of \`${name}\` mix times with other types`,
  ],
  'list-literal': (): Sentence => ['a list in `in […]` can contain only texts and numbers'],
  'misplaced-literal': (what: string): Sentence => [`${what} is not a value`],
  'percent-range': (found: string): Sentence => [
    `percentile \`${found}\` is not between 0 and 100`,
  ],
  'percent-literal': (): Sentence => [
    'the percentile is not a number',
    'write it as a number from 0 to 100: `pct(bytes, 95)`',
  ],

  // Time
  'bin-argument': (): Sentence => [
    '`bin` takes one argument, a period',
    '`bin` always rounds `@timestamp`; use `datefloor(field, 5m)` for another time',
  ],
  'bin-after-stats': (): Sentence => [
    '`bin` rounds `@timestamp`, which is not available after `stats`',
    'keep it with `max(@timestamp) as @t`, then use `datefloor(@t, 5m)`',
  ],
  'time-after-stats': (name: string): Sentence => [
    `\`${name}\` uses \`@timestamp\`, which is not available after \`stats\``,
    `use it in the \`stats\` before: \`${name}(…) as …\``,
  ],
  'sort-bin': (): Sentence => [
    '`sort` does not accept `bin`',
    'name it in `stats`, `by bin(5m) as t`, then `sort t`',
  ],
  'period-cap': (written: string, right: string | undefined, cap: string): Sentence => [
    `\`${written}\` is too long: CloudWatch would silently use \`${cap}\``,
    right === undefined ? `use at most 1000ms, 60s, 60m or 24h` : `write \`${right}\``,
  ],
  'period-zero': (written: string): Sentence => [`period \`${written}\` is zero`],

  // Patterns and blocks
  'not-a-cidr': (found: string, help: string | undefined): Sentence => [
    `\`${found}\` is not a CIDR block`,
    help,
  ],
  'regex-unsupported': (what: string): Sentence => [
    `${what} in a regular expression`,
    'RE2, which CloudWatch uses, does not support it',
  ],
  'regex-broken': (reason: string): Sentence => [`invalid regular expression: ${reason}`],
  'parse-count': (stars: number, names: number): Sentence => [
    `the pattern has ${stars === 1 ? '1 `*`' : `${stars} \`*\``} and \`as\` has ${names === 1 ? '1 name' : `${names} names`}`,
  ],
  'parse-groups': (): Sentence => [
    'the regular expression has no named group',
    'name each group to extract: `(?<name>…)`',
  ],
  'parse-regex-as': (): Sentence => [
    '`as` after a regular expression',
    'name the groups instead: `(?<name>…)`',
  ],
} as const satisfies Record<string, (...parts: never[]) => Sentence>
