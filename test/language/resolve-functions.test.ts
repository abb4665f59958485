import { AGGREGATES, FUNCTIONS } from '../../lib/language/functions'
import { findings, stepsOf } from './understood'

const valueOf = (expression: string): string =>
  /`x` (.*)/.exec(stepsOf(`fields ${expression} as x`))![1]!

describe('functions', () => {
  it.each([
    ['ABS(bytes)', 'integer = abs(bytes)'],
    ['floor(bytes / 2)', 'number = floor(bytes / 2)'],
    ['greatest(bytes, 1.5)', 'number = greatest(number(bytes), 1.5)'],
    ['round(bytes / 3, 2)', 'number = round(bytes / 3, 2)'],
    ['toint(srcAddr)', 'integer = toInt(number(srcAddr))'],
    ['toLong("12")', 'integer = toLong(12)'],
    ['toNumber(accountId)', 'number = number(accountId)'],
    ['todouble(bytes)', 'number = number(bytes)'],
    ['isPresent(bytes)', 'boolean = ispresent(bytes)'],
    ['coalesce(resourceId, interfaceId, "-")', 'text = coalesce(resourceId, interfaceId, "-")'],
    ['coalesce(bytes, "-")', 'text = coalesce(text(bytes), "-")'],
    ['coalesce(bytes, "0")', 'integer = coalesce(bytes, 0)'],
    ['if(bytes > 1, 1, 0.5)', 'number = if(bytes > 1, 1, 0.5)'],
    ['if(bytes, srcAddr, dstAddr)', 'text = if(bytes != 0, srcAddr, dstAddr)'],
    [
      'case(bytes > 1, "a", bytes > 0, "b", "c")',
      'text = case(bytes > 1, "a", bytes > 0, "b", "c")',
    ],
    ['case(bytes > 1, 1, bytes > 0, 2)', 'integer = case(bytes > 1, 1, bytes > 0, 2)'],
    ['bin(1h)', 'time = datefloor(@timestamp, 1h)'],
    ['dateceil(@timestamp, 10minutes)', 'time = dateceil(@timestamp, 10m)'],
    ['fromMillis(startTime * 1000)', 'time = fromMillis(toLong(startTime * 1000))'],
    ['@timestamp - toMillis(@timestamp)', 'integer = toMillis(@timestamp) - toMillis(@timestamp)'],
    ['concat(srcAddr, ":", srcPort)', 'text = concat(srcAddr, ":", text(srcPort))'],
    ['substr(srcAddr, 0, 3)', 'text = substr(srcAddr, 0, 3)'],
    ['strlen(accountId = "x")', 'integer = strlen(text(integer(accountId = "x")))'],
    [
      'isPrivateIP(srcAddr)',
      'boolean = isIpv4InSubnet(srcAddr, "10.0.0.0/8") or isIpv4InSubnet(srcAddr, "172.16.0.0/12") or isIpv4InSubnet(srcAddr, "192.168.0.0/16")',
    ],
    [
      'isipv6insubnet(srcAddr, "2001:DB8:0::/32")',
      'boolean = isIpv6InSubnet(srcAddr, "2001:db8::/32")',
    ],
    ['regexReplace(srcAddr, "(?<a>\\d+)", "n")', 'text = regexReplace(srcAddr, "(\\\\d+)", "n")'],
    ['-(bytes)', 'integer = 0 - bytes'],
    ['-5 % 3', 'integer = -5 % 3'],
    ['messageSize(@message)', 'integer = messageSize(@message)'],
    ['ipv4tonumber(srcAddr)', 'integer = ipv4ToNumber(srcAddr)'],
    ['now() - startTime', 'integer = now() - startTime'],
    ['decToHex(bytes / 2)', 'text = decToHex(toLong(bytes / 2))'],
    ['bytes ^ 2', 'number = bytes ^ 2'],
    ['"3" + "4.5"', 'number = 3 + 4.5'],
  ])('%s is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected)
    expect(findings(`fields ${expression} as x`)).toEqual([])
  })

  it.each([
    ['concat()', 'argument-count | concat() | `concat` takes at least 1 argument; none was found'],
    [
      'substr(srcAddr)',
      'argument-count | substr(srcAddr) | `substr` takes 2 or 3 arguments; 1 was found',
    ],
    [
      'if(bytes > 1, 1)',
      'argument-count | if(bytes > 1, 1) | `if` takes 3 arguments; 2 were found',
    ],
    [
      'strlen(@timestamp)',
      'argument-type | @timestamp | argument 1 of `strlen` is a time, not a text',
    ],
    [
      'datefloor(startTime, 5m)',
      'argument-type | startTime | argument 1 of `datefloor` is a whole number, not a time | convert milliseconds to a time with `fromMillis(…)`',
    ],
    [
      'datefloor(@timestamp, 5)',
      'argument-type | 5 | argument 2 of `datefloor` is `5`, not a period | write `datefloor(@timestamp, 5s)`',
    ],
    [
      'if(srcAddr, 1, 0)',
      'argument-type | srcAddr | argument 1 of `if` is a text, not a condition',
    ],
    [
      'coalesce(@timestamp, 5)',
      'no-common-type | coalesce(@timestamp, 5) | the arguments of `coalesce` mix times with other types',
    ],
    ['now(5)', 'argument-count | now(5) | `now` takes 0 arguments; 1 was found'],
    ['strlen(5m)', 'misplaced-literal | 5m | a period is not a value'],
    [
      'bin(300s)',
      'period-cap | 300s | `300s` is too long: CloudWatch would silently use `60s` | write `bin(5m)`',
    ],
    [
      'datefloor(@timestamp, 90m)',
      'period-cap | 90m | `90m` is too long: CloudWatch would silently use `60m` | use at most 1000ms, 60s, 60m or 24h',
    ],
    [
      'bin(48h)',
      'period-cap | 48h | `48h` is too long: CloudWatch would silently use `24h` | write `bin(2d)`',
    ],
    ['bin(0m)', 'period-zero | 0m | period `0m` is zero'],
    [
      'bin(@timestamp, 5m)',
      'bin-argument | bin(@timestamp, 5m) | `bin` takes one argument, a period | `bin` always rounds `@timestamp`; use `datefloor(field, 5m)` for another time',
    ],
    [
      'bin(2mo)',
      'no-sql-form | bin(2mo) | `bin(2mo)` has no SQL form | run the query in the CloudWatch Logs console',
    ],
    [
      'dateceil(@timestamp, 1y)',
      'no-sql-form | dateceil(@timestamp, 1y) | `dateceil(@timestamp, 1y)` has no SQL form | run the query in the CloudWatch Logs console',
    ],
    [
      'regexReplace(srcAddr, "(a)", "$1")',
      'replacement-group | "$1" | `$` or `\\` in a replacement has no SQL form | engines interpret it differently; run the query in the CloudWatch Logs console',
    ],
    [
      'regexReplace(srcAddr, "(a", "b")',
      'regex-broken | "(a" | invalid regular expression: unterminated group',
    ],
  ])('%s', (expression, expected) => {
    expect(findings(`fields ${expression} as x`)).toEqual([expected])
  })

  it('case takes ten branches, and SQL more', () => {
    const branches = (count: number) =>
      Array.from({ length: count }, (_, i) => `bytes > ${99 - i}, ${i}`).join(', ')
    const eleven = `case(${branches(11)}, -1)`

    expect(findings(`fields case(${branches(10)}, -1) as x`)).toEqual([])
    expect(findings(`fields ${eleven} as x`)).toEqual([
      `case-branches | ${eleven} | \`case\` has 11 branches; CloudWatch accepts 10 | nest another \`case\` as the last value`,
    ])
    expect(valueOf(eleven)).toMatch(/^integer = case\(bytes > 99, 0, .*, bytes > 89, 10, -1\)$/)
  })

  it('bin is refused after stats, with the way to carry the time', () => {
    expect(findings('stats count(*) as n by bin(1m) | stats max(n) as most by bin(5m)')).toEqual([
      'bin-after-stats | bin(5m) | `bin` rounds `@timestamp`, which is not available after `stats` | keep it with `max(@timestamp) as @t`, then use `datefloor(@t, 5m)`',
    ])
    expect(findings('stats count(*) as n by bin(1m) | stats max(n) as most by bin(1m)')).toEqual([])
    expect(
      stepsOf(
        'stats sum(bytes) as b, max(@timestamp) as @t by srcAddr | stats avg(b) as m by dateceil(@t, 5m) as t',
      )
        .split('\n')
        .slice(-3),
    ).toEqual(['aggregate', '  by `t` time = dateceil(`@t`, 5m)', '  `m` number = avg(`b`)'])
  })

  it('have names that no letter case makes the same', () => {
    const names = [...FUNCTIONS, ...AGGREGATES].flatMap((row) => [
      row.name,
      ...('aliases' in row ? row.aliases : []),
    ])

    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
  })
})

describe('CIDR blocks', () => {
  it.each([
    [
      'isIpv4InSubnet(srcAddr, "10.0.0.0/33")',
      'not-a-cidr | "10.0.0.0/33" | `10.0.0.0/33` is not a CIDR block | write a block such as "10.0.0.0/8"',
    ],
    [
      'isIpv4InSubnet(srcAddr, "10.0.0.5")',
      'not-a-cidr | "10.0.0.5" | `10.0.0.5` is not a CIDR block | the block of this address is "10.0.0.5/32"',
    ],
    [
      'isIpv4InSubnet(srcAddr, "2001:db8::/32")',
      'not-a-cidr | "2001:db8::/32" | `2001:db8::/32` is not a CIDR block | of IPv4; `isIpv6InSubnet` takes it',
    ],
    [
      'isIpInSubnet(srcAddr, dstAddr)',
      'not-a-cidr | dstAddr | `dstAddr` is not a CIDR block | write a text: "10.0.0.0/8"',
    ],
    [
      'isIpInSubnet(srcAddr, "172.20.0.0/12")',
      'host-bits | "172.20.0.0/12" | `172.20.0.0/12` is not the first address of its block | the block is `172.16.0.0/12`',
    ],
    [
      'srcAddr like "172.16."',
      'like-as-cidr | srcAddr like "172.16." | `like "172.16."` matches this text anywhere in the address | `isIpv4InSubnet(srcAddr, "172.16.0.0/16")` tests the block',
    ],
    [
      "pktDstAddr not like '10.'",
      'like-as-cidr | pktDstAddr not like \'10.\' | `like "10."` matches this text anywhere in the address | `isIpv4InSubnet(pktDstAddr, "10.0.0.0/8")` tests the block',
    ],
    [
      'dstAddr like "52.219.%"',
      'like-as-cidr | dstAddr like "52.219.%" | `like "52.219.%"` matches this text anywhere in the address | `isIpv4InSubnet(dstAddr, "52.219.0.0/16")` tests the block',
    ],
    [
      '@message like "%REJECT%"',
      'like-wildcard | @message like "%REJECT%" | `%` is not a wildcard in `like` | `like` matches a text anywhere; remove the `%`',
    ],
  ])('%s', (condition, expected) => {
    expect(findings(`filter ${condition}`)).toEqual([expected])
  })

  it('stand in the plan from their first address on', () => {
    expect(stepsOf('filter isIpInSubnet(srcAddr, "172.20.1.2/12")').split('\n')[0]).toBe(
      'filter isIpInSubnet(srcAddr, "172.16.0.0/12")',
    )
  })
})

describe('patterns', () => {
  it.each([
    [
      '(?!10)',
      'regex-unsupported | /(?!10)/ | look-around in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '(?<=a)b',
      'regex-unsupported | /(?<=a)b/ | look-around in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '(a)\\1',
      'regex-unsupported | /(a)\\1/ | back-reference in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '(?>a)',
      'regex-unsupported | /(?>a)/ | `(?>` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      'a++',
      'regex-unsupported | /a++/ | possessive quantifier in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      'a\\Z',
      'regex-unsupported | /a\\Z/ | `\\Z` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      'a.*?b',
      'regex-lazy | /a.*?b/ | lazy quantifier in a regular expression | CloudWatch may reject it; use a negated class such as `[^"]*`',
    ],
    [
      '^(a ){3}',
      'regex-counted | /^(a ){3}/ | counted quantifier in a regular expression | CloudWatch can drop matching rows; repeat the part instead',
    ],
    [
      '\\x',
      'regex-unsupported | /\\x/ | `\\x` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '[[:foo:]]',
      'regex-unsupported | /[[:foo:]]/ | `[:foo:]` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '[\\b]',
      'regex-unsupported | /[\\b]/ | `\\b` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '[a-\\d]',
      'regex-unsupported | /[a-\\d]/ | `-` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '\\pX',
      'regex-unsupported | /\\pX/ | `\\p` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      'a\\é',
      'regex-unsupported | /a\\é/ | `\\é` in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '(?<n>?a)',
      'regex-unsupported | /(?<n>?a)/ | a quantifier of nothing in a regular expression | RE2, which CloudWatch uses, does not support it',
    ],
    [
      '1[^]*0',
      'regex-broken | /1[^]*0/ | invalid regular expression: unterminated character class',
    ],
    ['[a-', 'regex-broken | /[a-/ | invalid regular expression: unterminated character class'],
    ['*a', 'regex-broken | /*a/ | invalid regular expression: nothing to repeat'],
  ])('/%s/', (pattern, expected) => {
    expect(findings(`filter @message like /${pattern}/`)).toEqual([expected])
  })

  it.each([
    '(?i)reject',
    '(?i:a)b',
    '[(?!)]',
    '\\(?!',
    '[]a]',
    '[^]a]',
    'a?',
    '(?:a|b)+',
    '[[:alpha:]]x',
  ])('/%s/ is fine', (pattern) => {
    expect(findings(`filter @message like /${pattern}/`)).toEqual([])
  })

  it('of parse are regular expressions with plain groups in the plan', () => {
    expect(
      stepsOf(
        'parse "a=*.b=*" as p, q | parse srcAddr /^(?<net>\\d+)\\.(x)?(?P<rest>.*)$/ | limit 1',
      ),
    ).toBe(
      [
        'extend',
        '  `p` text = extract(@message, "a=(.*?)\\\\.b=(.*)", 1)',
        '  `q` text = extract(@message, "a=(.*?)\\\\.b=(.*)", 2)',
        'extend',
        '  `net` text = extract(srcAddr, "^(\\\\d+)\\\\.(x)?(.*)$", 1)',
        '  `rest` text = extract(srcAddr, "^(\\\\d+)\\\\.(x)?(.*)$", 3)',
        'sort @timestamp desc, `p` desc, `q` desc, `net` desc, `rest` desc',
        'limit 1',
      ].join('\n'),
    )
  })

  it.each([
    [
      'parse "* *" as a',
      'parse-count | parse "* *" as a | the pattern has 2 `*` and `as` has 1 name',
    ],
    [
      'parse /a(b)/',
      'parse-groups | /a(b)/ | the regular expression has no named group | name each group to extract: `(?<name>…)`',
    ],
    [
      'parse /(?<a>b)/ as c',
      'parse-regex-as | c | `as` after a regular expression | name the groups instead: `(?<name>…)`',
    ],
    [
      'stats count(*) as n | parse "*" as a',
      'field-gone | parse "*" as a | `@message` is not available after `stats` | after `stats` there is `n`',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })
})
