import { parseQuery } from '../../lib/language/parse'
import { printPipeline } from '../../lib/language/print'
import { findings } from './understood'

const printed = (text: string): string => printPipeline(parseQuery(text).pipeline)
const saidOf = (text: string): readonly string[] =>
  parseQuery(text).diagnostics.map(
    ({ code, message, help, span }) =>
      `${code} | ${text.slice(span.start, span.end)} | ${message}${help === undefined ? '' : ` | ${help}`}`,
  )

describe('the grammar', () => {
  it('reads the core commands, whatever the letter case of their words', () => {
    const text = `FIELDS @timestamp, bytes*8 AS bits
      | WHERE action = 'ACCEPT' AND NOT isIpv4InSubnet(srcAddr, "10.0.0.0/8")
      | Stats SUM(bits) as total, count(*) By srcAddr, bin(5m) as t
      | SORT total DESC, srcAddr
      | LIMIT 10`

    expect(printed(text)).toBe(
      [
        'fields @timestamp, bytes * 8 as bits',
        '| filter action = "ACCEPT" and not isIpv4InSubnet(srcAddr, "10.0.0.0/8")',
        '| stats SUM(bits) as total, count(*) by srcAddr, bin(5m) as t',
        '| sort total desc, srcAddr asc',
        '| limit 10',
      ].join('\n'),
    )
    expect(saidOf(text)).toEqual([])
  })

  it('lets a pipe end a line or begin one, and comments stand anywhere', () => {
    const text = `# who
filter action = "REJECT" | # refused
stats count(*) as n by srcAddr # | filter n > 1
# | sort n
| limit 5 # five`

    expect(printed(text)).toBe(
      'filter action = "REJECT"\n| stats count(*) as n by srcAddr\n| limit 5',
    )
    expect(saidOf(text)).toEqual([])
  })

  it('keeps a number sign inside text, a regular expression and backticks', () => {
    expect(printed('filter @message like /#1/ and action = "#2" and `a#3` = 4')).toBe(
      'filter @message like /#1/ and action = "#2" and `a#3` = 4',
    )
  })

  it.each([
    ['a + b * c ^ d', 'a + b * c ^ d'],
    ['(a + b) * c', '(a + b) * c'],
    ['a - (b - c) - d', 'a - (b - c) - d'],
    ['a - b + c', 'a - b + c'],
    ['(a ^ b) ^ c', 'a ^ b ^ c'],
    ['a ^ (b ^ c)', 'a ^ (b ^ c)'],
    ['-a ^ 2', '-a ^ 2'],
    ['-(a + b)', '-(a + b)'],
    ['a % b / (c / d)', 'a % b / (c / d)'],
    ['(((a)))', 'a'],
  ])('binds arithmetic from ^ over * to +, left to right: %s', (text, expected) => {
    expect(printed(`fields ${text} as x`)).toBe(`fields ${expected} as x`)
  })

  it.each([
    ['a = 1 and b = 2 or c = 3', '(a = 1 and b = 2) or c = 3'],
    ['a = 1 or b = 2 and c = 3', 'a = 1 or (b = 2 and c = 3)'],
    ['(a = 1 or b = 2) and c = 3', '(a = 1 or b = 2) and c = 3'],
    ['not (a = 1 or b = 2)', 'not (a = 1 or b = 2)'],
    ['!ispresent(a)', 'not ispresent(a)'],
    ['not not ispresent(a)', 'not not ispresent(a)'],
    ['a + 1 > b * 2', 'a + 1 > b * 2'],
    ['(a = 1) = (b = 2)', '(a = 1) = (b = 2)'],
    ['a not in [1, "b", {{c}}]', 'a not in [1, "b", {{c}}]'],
    ['a in[1]', 'a in [1]'],
    ["a not like 'x'", 'a not like "x"'],
    ['a =~ /x\\/y/', 'a like /x\\/y/'],
    ['a not like /^10\\./', 'a not like /^10\\./'],
  ])('binds comparisons over and over or: %s', (text, expected) => {
    expect(printed(`filter ${text}`)).toBe(`filter ${expected}`)
  })

  it('reads a slash as division wherever no pattern can stand', () => {
    expect(printed('stats sum(bytes)/1000/1000 as mb')).toBe('stats sum(bytes) / 1000 / 1000 as mb')
  })

  it('reads both forms of parse', () => {
    expect(printed('parse "a=* b=*" as @a, `b-c` | parse srcAddr /^(?<net>\\d+)/')).toBe(
      'parse "a=* b=*" as @a, `b-c`\n| parse srcAddr /^(?<net>\\d+)/',
    )
  })

  it.each([
    ['bin(300ms)', '300ms'],
    ['bin(1min)', '1m'],
    ['bin(2minutes)', '2m'],
    ['bin (1hr)', '1h'],
    ['bin(3Days)', '3d'],
    ['bin(1week)', '1w'],
    ['bin(1mon)', '1mo'],
    ['bin(2qtrs)', '2q'],
    ['bin(1y)', '1y'],
  ])('reads the period of %s', (text, period) => {
    expect(printed(`stats count(*) by ${text}`)).toBe(`stats count(*) by bin(${period})`)
  })

  it('reads names with dots, numbers of members, backticks and a leading @', () => {
    const text = 'fields @timestamp, a.items.0.id, l[1].x, `detail-type`, @`aws.tag.a:b`, `in`'

    expect(printed(text)).toBe(text)
  })

  it('reads the quotes and backslashes of texts', () => {
    expect(printed(`fields 'it\\'s' as a, "say \\"x\\"" as b, "a\\\\" as c, "\\d" as d`)).toBe(
      'fields "it\'s" as a, "say \\"x\\"" as b, "a\\\\" as c, "\\d" as d',
    )
  })

  it('reads a placeholder bare and as the whole of a text', () => {
    const { commands } = parseQuery('filter srcAddr = "{{a}}" and dstPort = {{b}}').pipeline

    expect(JSON.stringify(commands)).toContain('"kind":"placeholder","name":"a"')
    expect(JSON.stringify(commands)).toContain('"kind":"placeholder","name":"b"')
  })

  it.each([
    'SOURCE dataSource([\'amazon_vpc.flow\']) logGroups(namePrefix: ["a"])',
    'pattern @message',
    'join type=inner left=a right=b where a.x=b.y (SOURCE "g" | fields x)',
    'filter srcAddr in (SOURCE "g" | fields ip)',
    'parse @message csv as a, b',
    'parse @message "a=*" as a multi',
  ])('keeps a command that only CloudWatch runs as its text: %s', (text) => {
    expect(printed(`${text} | limit 3`)).toBe(`${text}\n| limit 3`)
    expect(saidOf(text)).toEqual([])
  })
})

describe('diagnostics of the grammar', () => {
  it.each([
    ['', 'empty-query |  | the query has no command | the shortest query is `fields @message`'],
    [
      '# only this',
      'empty-query |  | the query has no command | the shortest query is `fields @message`',
    ],
    ['| limit 5', 'leading-pipe | | | the query starts with `|` | remove the first `|`'],
    ['limit 5 |', 'empty-command | | | no command after `|` | remove the `|`'],
    ['limit 5 || limit 6', 'expected | || | `||` where `|` is expected'],
    [
      'filtr bytes > 1',
      'unknown-command | filtr | unknown command `filtr` | Did you mean `filter`?',
    ],
    [
      'order bytes',
      'foreign-command | order | `order` is not a documented command | write `sort bytes`',
    ],
    ['head 5', 'foreign-command | head | `head` is not a documented command | write `limit 5`'],
    ['filter', 'expected |  | the query ends where a value is expected'],
    ['filter bytes >', 'expected |  | the query ends where a value is expected'],
    ['fields a,', 'expected |  | the query ends where a value is expected'],
    [
      'fields a b',
      'missing-as | b | `b` follows an expression without `as` or a comma | write `as b`',
    ],
    ['fields a b c', 'expected | b | `b` where `|` is expected'],
    ['filter (bytes > 1', 'expected |  | the query ends where `)` is expected'],
    ['filter a < b < c', 'expected | < | `<` where `|` is expected'],
    ['fields bytes as 7', 'expected | 7 | `7` where a name is expected'],
    [
      'filter srcAddr like bytes',
      'expected | bytes | `bytes` where a text or a regular expression is expected',
    ],
    [
      'filter dstPort in 22',
      'in-brackets | 22 | `in` without a list in square brackets | write `in [22, 3389]`',
    ],
    [
      'filter dstPort in []',
      'in-empty | [] | the list of `in []` is empty | add at least one value',
    ],
    [
      'fields *',
      'star-alone | * | `*` is invalid here | only `count` accepts `*`; name the fields instead',
    ],
    [
      'filter bytes > 5m',
      'period-alone | 5m | period `5m` outside of a function | write the period as an argument: `bin(5m)`',
    ],
    ['limit 0', 'limit-count | 0 | `limit` takes a whole number from 1'],
    [
      'limit 99999999999999999999',
      'limit-count | 99999999999999999999 | `limit` takes a whole number from 1',
    ],
    ['limit 2.5', 'limit-count | 2.5 | `limit` takes a whole number from 1'],
    ['parse "a=*"', 'parse-as | "a=*" | `parse` without `as` | add `as` and one name for each `*`'],
    ['filter a = "x', 'unclosed-text | "x | unclosed text | close it with `"` on the same line'],
    [
      'filter a like /x',
      'unclosed-regex | /x | unclosed regular expression | close it with `/`; a slash inside is written `\\/`',
    ],
    [
      'filter a like /x/i',
      'regex-flags | i | `i` after a regular expression is invalid | start the expression with `(?i)` to ignore letter case',
    ],
    ['fields `a', 'unclosed-name | `a | unclosed name | close it with a backtick on the same line'],
    ['filter bytes > 1e6', 'number-form | 1e6 | `1e6` is not a decimal number | write `1000000`'],
    ['filter bytes > 0x1F', 'number-form | 0x1F | `0x1F` is not a decimal number | write `31`'],
    [
      'filter bytes > 1x',
      'number-form | 1x | `1x` is not a decimal number | write digits, with or without a decimal point; exponents, hexadecimal and units are invalid',
    ],
    [
      'filter srcAddr = 10.0.0.1',
      'unquoted-text | 10.0.0.1 | `10.0.0.1` is a text without quotes | write `"10.0.0.1"`',
    ],
    [
      'filter a = ;',
      'unexpected-character | ; | `;` is invalid here | put a name with other characters than letters, digits, `_` and `.` in backticks',
    ],
    [
      'filter a = {b}',
      'placeholder-form | {b} | `{b}` is not a placeholder | write a name in double braces, without spaces: `{{name}}`',
    ],
    [
      'filter a = {{ b }}',
      'placeholder-form | {{ b }} | `{{ b }}` is not a placeholder | write a name in double braces, without spaces: `{{name}}`',
    ],
    [
      'filter a = "x{{b}}"',
      'placeholder-in-text | "x{{b}}" | placeholder `{{b}}` inside a longer text | write the placeholder alone, bare or in quotes',
    ],
    [
      'filter a like /{{b}}/',
      'placeholder-in-text | /{{b}}/ | placeholder `{{b}}` inside a longer text | write the placeholder alone, bare or in quotes',
    ],
    ['filter a = 1 && b = 2', 'foreign-operator | && | `&&` is not an operator | write `and`'],
    ['filter a <> 1', 'foreign-operator | <> | `<>` is not an operator | write `!=`'],
    ['filter a == 1', 'double-equals | == | `==` is not documented | write `=`'],
    ['sort by a', 'sort-by | by | `sort by` is not documented | write `sort`'],
    [
      'filter a = 1 or b = 2 and c = 3',
      'mixed-and-or | b = 2 and c = 3 | `and` and `or` without parentheses; `and` binds first | add parentheses',
    ],
    [
      'filter not a = 1',
      'unclear-not | not a = 1 | `not` before a comparison negates the whole comparison | put the comparison in parentheses',
    ],
  ])('%s', (text, expected) => {
    expect(saidOf(text)).toContain(expected)
    expect(saidOf(text)).toHaveLength(1)
  })

  it('goes on after the next pipe, so that one text gives several', () => {
    expect(saidOf('filter (a | sort ,b | limit 5 5 | limit 7')).toEqual([
      'expected | | | `|` where `)` is expected',
      'expected | , | `,` where a value is expected',
      'expected | 5 | `5` where `|` is expected',
    ])
  })

  it('does not judge the names after a command that it could not read', () => {
    expect(findings('stats sum(bytes as mb by srcAddr | sort mb desc | limit 5')).toEqual([
      'expected | as | `as` where `)` is expected',
    ])
  })

  it('refuses nesting that no reader follows', () => {
    const text = `filter ${'('.repeat(5000)}a`

    expect(saidOf(text)).toEqual(['too-deep | ( | the expression is nested too deeply'])
    expect(saidOf(`fields ${'1+'.repeat(3000)}1 as x`)).toEqual([
      'too-deep | + | the expression is nested too deeply',
    ])
  })

  it('takes thousands of operands of or', () => {
    const condition = Array.from({ length: 4000 }, (_, port) => `dstPort = ${port}`).join(' or ')

    expect(printed(`filter ${condition}`)).toBe(`filter ${condition}`)
    expect(saidOf(`filter ${condition}`)).toEqual([
      'too-long |  | the query has 70893 characters; CloudWatch accepts 10000',
    ])
  })
})
