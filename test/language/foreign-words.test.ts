import { findings } from './understood'

// One row: the text, its diagnostics, and the text as the help of the last one leads to it.
describe('habits of other languages', () => {
  it.each([
    [
      "stats count(*) as total_flows, sum(case when action = 'ACCEPT' then 1 else 0 end) as accepted_flows",
      ['foreign-word | case | `case` is not Insights QL | write `case(action = "ACCEPT", 1, 0)`'],
      'stats count(*) as total_flows, sum(case(action = "ACCEPT", 1, 0)) as accepted_flows',
    ],
    [
      'fields CASE dstPort WHEN 22 THEN "ssh" WHEN 443 THEN "https" END as service',
      [
        'foreign-word | CASE | `CASE` is not Insights QL | write `case(dstPort = 22, "ssh", dstPort = 443, "https")`',
      ],
      'fields case(dstPort = 22, "ssh", dstPort = 443, "https") as service',
    ],
    [
      'SELECT srcAddr, sum(bytes) FROM logs GROUP BY srcAddr',
      [
        'foreign-word | SELECT | `SELECT` is not Insights QL | this is SQL; write `stats sum(bytes) by srcAddr`',
      ],
      'stats sum(bytes) by srcAddr',
    ],
    [
      "select dstAddr, count(*) as n from logs where action = 'REJECT' group by dstAddr having n > 5 order by n desc limit 3",
      [
        "foreign-word | select | `select` is not Insights QL | this is SQL; write `filter action = 'REJECT' | stats count(*) as n by dstAddr | filter n > 5 | sort n desc | limit 3`",
      ],
      "filter action = 'REJECT' | stats count(*) as n by dstAddr | filter n > 5 | sort n desc | limit 3",
    ],
    [
      'select distinct srcAddr from logs',
      [
        'foreign-word | select | `select` is not Insights QL | this is SQL; write `fields …`, or `stats … by …`',
      ],
      undefined,
    ],
    [
      'filter bytes between 1 and 2 and packets not between 3 and 4',
      [
        'foreign-word | between | `between` is not Insights QL | write `bytes >= 1 and bytes <= 2`',
        'foreign-word | between | `between` is not Insights QL | write `(packets < 3 or packets > 4)`',
      ],
      'filter bytes >= 1 and bytes <= 2 and (packets < 3 or packets > 4)',
    ],
    [
      'filter srcAddr is null or dstAddr is not null',
      [
        'foreign-word | is | `is` is not Insights QL | write `not ispresent(srcAddr)`',
        'foreign-word | is | `is` is not Insights QL | write `ispresent(dstAddr)`',
      ],
      'filter not ispresent(srcAddr) or ispresent(dstAddr)',
    ],
    [
      'filter srcAddr = null',
      [
        'unknown-field | null | unknown field `null` | test for a missing value: `not ispresent(…)`',
      ],
      'filter not ispresent(srcAddr)',
    ],
    [
      'stats count(*) as n group by srcAddr',
      ['foreign-word | group | `group` is not Insights QL | write `by` alone'],
      'stats count(*) as n by srcAddr',
    ],
    [
      'stats count(*) as n by srcAddr having n > 1 order by n desc',
      [
        'foreign-command | having | `having` is not a documented command | write `| filter n > 1`',
        'foreign-command | order | `order` is not a documented command | write `| sort n desc`',
      ],
      'stats count(*) as n by srcAddr | filter n > 1 | sort n desc',
    ],
    [
      "stats count(*) as n where action = 'REJECT' by srcAddr",
      [
        'foreign-word | where | `where` is not Insights QL | write `filter action = "REJECT" |` before `stats`',
      ],
      'filter action = "REJECT" | stats count(*) as n by srcAddr',
    ],
    [
      'stats count(distinct srcAddr) as n',
      ['foreign-word | distinct | `distinct` is not Insights QL | write `count_distinct(srcAddr)`'],
      'stats count_distinct(srcAddr) as n',
    ],
    [
      'stats sum(bytes) as b by srcAddr | sort b desc | head 2',
      ['foreign-command | head | `head` is not a documented command | write `limit 2`'],
      'stats sum(bytes) as b by srcAddr | sort b desc | limit 2',
    ],
    [
      'stats p95(bytes) as p',
      ['unknown-function | p95 | unknown function `p95` | write `pct(bytes, 95)`'],
      'stats pct(bytes, 95) as p',
    ],
    [
      'stats median(bytes) as p',
      ['unknown-function | median | unknown function `median` | write `pct(bytes, 50)`'],
      'stats pct(bytes, 50) as p',
    ],
    [
      'stats approx_percentile(bytes, 0.99) as p',
      [
        'unknown-function | approx_percentile | unknown function `approx_percentile` | write `pct(bytes, 99)`',
      ],
      'stats pct(bytes, 99) as p',
    ],
    [
      'stats countif(action = "REJECT") as n',
      ['unknown-function | countif | unknown function `countif` | write `sum(action = "REJECT")`'],
      'stats sum(action = "REJECT") as n',
    ],
    [
      'fields pow(bytes, 2) as p',
      ['unknown-function | pow | unknown function `pow` | write `bytes ^ 2`'],
      'fields bytes ^ 2 as p',
    ],
    [
      'filter cidrmatch("10.0.0.0/8", srcAddr)',
      [
        'unknown-function | cidrmatch | unknown function `cidrmatch` | write `isIpv4InSubnet(srcAddr, "10.0.0.0/8")`',
      ],
      'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8")',
    ],
    [
      'filter dstAddr != 10.0.0.0/8 or srcAddr = 2001:db8::1 or interfaceId = eni-0abc1234',
      [
        'unquoted-text | 10.0.0.0/8 | `10.0.0.0/8` is a text without quotes | write `not isIpv4InSubnet(dstAddr, "10.0.0.0/8")`',
        'unquoted-text | 2001:db8::1 | `2001:db8::1` is a text without quotes | write `"2001:db8::1"`',
        'unquoted-text | eni-0abc1234 | `eni-0abc1234` is a text without quotes | write `"eni-0abc1234"`',
      ],
      'filter not isIpv4InSubnet(dstAddr, "10.0.0.0/8") or srcAddr = "2001:db8::1" or interfaceId = "eni-0abc1234"',
    ],
    [
      'filter action = ACCEPT or action in [reject] or protocol = tcp or flowDirection = outbound',
      [
        'unknown-field | ACCEPT | unknown field `ACCEPT` | write `"ACCEPT"`',
        'unknown-field | reject | unknown field `reject` | write `"REJECT"`',
        'unknown-field | tcp | unknown field `tcp` | write `6`',
        'unknown-field | outbound | unknown field `outbound` | write `"egress"`',
      ],
      'filter action = "ACCEPT" or action in ["REJECT"] or protocol = 6 or flowDirection = "egress"',
    ],
    [
      'filter vpcId = PROD',
      ['unknown-field | PROD | unknown field `PROD` | a text is written in quotes: "PROD"'],
      'filter vpcId = "PROD"',
    ],
    [
      'filter action = “REJECT” or srcAddr in [‘192.0.2.1’]',
      [
        'curly-quote | “REJECT” | `“` is a typographic quote | write `"REJECT"`',
        'curly-quote | ‘192.0.2.1’ | `‘` is a typographic quote | write `"192.0.2.1"`',
      ],
      'filter action = "REJECT" or srcAddr in ["192.0.2.1"]',
    ],
    [
      'filter bytes &gt;= 1 &amp;&amp; action = &quot;REJECT&quot;',
      [
        'html-entity | &gt;= | `&gt;=` is HTML | write `>=`',
        'html-entity | &amp;&amp; | `&amp;&amp;` is HTML | write `and`',
        'html-entity | &quot;REJECT&quot; | `&quot;` is HTML | write `"REJECT"`',
      ],
      'filter bytes >= 1 and action = "REJECT"',
    ],
    [
      'fields srcAddr -- the source\n| limit 5 // five\n/* all */',
      [
        'foreign-comment | -- | `--` does not begin a comment | a comment begins with `#`',
        'foreign-comment | // | `//` does not begin a comment | a comment begins with `#`',
        'foreign-comment | /* | `/*` does not begin a comment | a comment begins with `#`',
      ],
      'fields srcAddr # the source\n| limit 5 # five\n# all',
    ],
    [
      'stats count(*) by bin($__interval)',
      [
        'foreign-variable | $__interval | `$__interval` is a variable of another tool, such as Grafana | write its value, such as `5m` for an interval, or a parameter: `{{name}}`',
      ],
      'stats count(*) by bin(5m)',
    ],
    [
      'stats count(*) by bin("5m"), bin(300)',
      [
        'argument-type | "5m" | argument 1 of `bin` is `"5m"`, not a period | write `bin(5m)`',
        'argument-type | 300 | argument 1 of `bin` is `300`, not a period | write `bin(5m)`',
      ],
      'stats count(*) by bin(5m)',
    ],
    [
      'filter bytes > 1.5KiB and packets < 1_000',
      [
        'number-form | 1.5KiB | `1.5KiB` is not a decimal number | write `1536`',
        'number-form | 1_000 | `1_000` is not a decimal number | write `1000`',
      ],
      'filter bytes > 1536 and packets < 1000',
    ],
    [
      'filter srcAddr = "10.0.0.0/8"',
      [
        'cidr-as-text | srcAddr = "10.0.0.0/8" | `10.0.0.0/8` is compared as text and equals no address | `isIpv4InSubnet(srcAddr, "10.0.0.0/8")` tests the block',
      ],
      'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8")',
    ],
    [
      'filter srcAddr in ["2001:db8::/32"]',
      [
        'cidr-as-text | srcAddr in ["2001:db8::/32"] | `2001:db8::/32` is compared as text and equals no address | `isIpv6InSubnet(srcAddr, "2001:db8::/32")` tests the block',
      ],
      'filter isIpv6InSubnet(srcAddr, "2001:db8::/32")',
    ],
    [
      'filter srcAddr not like "10.0.0.0/8"',
      [
        'cidr-as-text | srcAddr not like "10.0.0.0/8" | `10.0.0.0/8` is compared as text and equals no address | `isIpv4InSubnet(srcAddr, "10.0.0.0/8")` tests the block',
      ],
      'filter not isIpv4InSubnet(srcAddr, "10.0.0.0/8")',
    ],
    [
      'filter action = "reject" or flowDirection in ["inbound"]',
      [
        'never-a-value | action = "reject" | `action` is never `reject` | Did you mean `"REJECT"`?',
        'never-a-value | flowDirection in ["inbound"] | `flowDirection` is never `inbound` | Did you mean `"ingress"`?',
      ],
      'filter action = "REJECT" or flowDirection in ["ingress"]',
    ],
    [
      'filter protocol = "UDP" or dstPort = "https"',
      [
        'never-true | protocol = "UDP" | `protocol` is a number and never equals `UDP` | write `17`',
        'never-true | dstPort = "https" | `dstPort` is a number and never equals `https` | write `443`',
      ],
      'filter protocol = 17 or dstPort = 443',
    ],
    [
      'stats count(if(action = "REJECT", 1, 0)) as n',
      [
        'count-condition | count(if(action = "REJECT", 1, 0)) | `count` counts each value, true or false, 1 or 0 | `sum(if(action = "REJECT", 1, 0))` counts those for which the condition is true',
      ],
      'stats sum(if(action = "REJECT", 1, 0)) as n',
    ],
    [
      'stats 5 as x',
      [
        'constant-measure | 5 | `5` is not an aggregate | use a function such as `count(*)` or `sum(bytes)`',
      ],
      'stats count(*) as x',
    ],
    [
      'filter interfaceId =~ "10"',
      ['match-pattern | =~ | `=~` takes a regular expression | write `like "10"`, or `=~ /…/`'],
      'filter interfaceId like "10"',
    ],
    [
      'filter action ilike "rej%"',
      ['foreign-word | ilike | `ilike` is not Insights QL | write `like /(?i)rej/`'],
      'filter action like /(?i)rej/',
    ],
  ] as const)('%s', (text, expected, right) => {
    expect(findings(text)).toEqual(expected)
    if (right !== undefined) expect(findings(right)).toEqual([])
  })
})

/** The codes and the words of the diagnostics. */
const about = (text: string) =>
  findings(text).map((line) => line.replace(/^(\S+) \| (.*?) \| .*$/, '$1 $2'))

describe('an error inside of a command', () => {
  it.each([
    [
      'filter srcaddr = "x" and bytes > 1GB | stats foo(bytes) as f by srcAddr | limt 5',
      ['unknown-field srcaddr', 'number-form 1GB', 'unknown-function foo', 'unknown-command limt'],
    ],
    [
      'filter (action "REJECT" and srcaddr = "x") or dstaddr = 1',
      ['expected "REJECT"', 'unknown-field srcaddr', 'unknown-field dstaddr'],
    ],
    [
      'fields srcAddr as x extra junk, foo | sort bar desc, srcaddr',
      ['expected extra', 'unknown-field foo', 'unknown-field bar', 'unknown-field srcaddr'],
    ],
    [
      'stats sum(bytes packets) as b, avg(byts) as a by srcaddr | sort b, c',
      ['expected packets', 'unknown-field byts', 'unknown-field srcaddr', 'unknown-field c'],
    ],
    [
      'filter $__timeFilter(ts) and srcaddr = 1',
      ['foreign-variable $__timeFilter(ts)', 'unknown-field srcaddr'],
    ],
    ['parse @message "* *" a, b | filter a = 1 | sort zz', ['parse-as a', 'unknown-field zz']],
    [
      'parse @message "* * *"\n| as a,\n| b, c | sort zz',
      ['expected |', 'expected |', 'unknown-field zz'],
    ],
    [
      'fields @timestamp | unnest srcAddr into x | join type=inner left=a right=b where a.srcAddr=b.dstAddr (SOURCE "g" | fields dstAddr)',
      ['no-sql-form unnest', 'no-sql-form join'],
    ],
    ['filter bytes > 10 sort bytes limit 4', ['missing-pipe sort', 'missing-pipe limit']],
  ])('leaves the rest of the text checked: %s', (text, expected) => {
    expect(about(text)).toEqual(expected)
  })

  it.each([
    ['stats sum(bytes as mb by srcAddr | sort mb desc | limit 5', ['expected as']],
    ['stats sum(bytes) as total bytes by srcAddr | sort total', ['expected bytes']],
    [
      'stats foo(sum(bytes)), foo(bytes) by srcAddr',
      ['unknown-function foo', 'unknown-function foo'],
    ],
    ['filter dstAddr like example-NAT-private-IP and bytes > 1', ['expected example']],
    [
      'lookup hosts ip as srcAddr OUTPUT name | stats count(*) as n by name | sort n',
      ['no-sql-form lookup'],
    ],
    ['SOURCE "group" | sort group', ['source-ignored SOURCE', 'unknown-field group']],
    ['fields ,, bytes | limit 5 5', ['expected ,', 'expected ,', 'expected 5']],
  ])('gives no second diagnostic: %s', (text, expected) => {
    expect(about(text)).toEqual(expected)
  })
})
