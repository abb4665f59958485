import { findings } from './understood'

describe('habits of other languages', () => {
  it.each([
    [
      'select srcAddr from logs',
      'foreign-word | select | `select` is not Insights QL | this is SQL; write `fields …`, or `stats … by …`',
    ],
    [
      'filter bytes between 1 and 2',
      'foreign-word | between | `between` is not Insights QL | write `field >= low and field <= high`',
    ],
    [
      'filter srcAddr is null',
      'foreign-word | is | `is` is not Insights QL | write `ispresent(field)` or `not ispresent(field)`',
    ],
    [
      'stats count(*) as n group by srcAddr',
      'foreign-word | group | `group` is not Insights QL | write `stats … by field`',
    ],
    [
      'stats count(*) as n by srcAddr having n > 1',
      'foreign-word | having | `having` is not Insights QL | write `| filter …` after `stats`',
    ],
    [
      'stats p95(bytes) as p',
      'unknown-function | p95 | unknown function `p95` | write `pct(field, 95)`',
    ],
    [
      'stats median(bytes) as p',
      'unknown-function | median | unknown function `median` | write `pct(field, 50)`',
    ],
    [
      'fields pow(bytes, 2) as p',
      'unknown-function | pow | unknown function `pow` | write `x ^ y`',
    ],
    [
      'filter srcAddr = 10.0.0.0/8',
      'unquoted-address | 10.0.0.0/8 | `10.0.0.0/8` is an address without quotes | test the block: `isIpv4InSubnet(srcAddr, "10.0.0.0/8")`',
    ],
    [
      'filter action = ACCEPT',
      'unknown-field | ACCEPT | unknown field `ACCEPT` | a text is written in quotes: "ACCEPT"',
    ],
    [
      'filter action = “REJECT”',
      'curly-quote | “REJECT” | `“` is a typographic quote | write straight quotes: `"` or `\'`',
    ],
    ['filter bytes &gt; 1', 'html-entity | &gt; | `&gt;` is HTML | write `>`'],
    [
      'fields srcAddr -- the source',
      'foreign-comment | -- | `--` does not begin a comment | a comment begins with `#`',
    ],
    [
      'stats count(*) by bin($__interval)',
      'foreign-variable | $__interval | `$__interval` is a variable of another tool, such as Grafana | write its value, such as `5m` for an interval, or a parameter: `{{name}}`',
    ],
    [
      'filter srcAddr = "10.0.0.0/8"',
      'cidr-as-text | srcAddr = "10.0.0.0/8" | `10.0.0.0/8` is compared as text and equals no address | `isIpv4InSubnet(srcAddr, "10.0.0.0/8")` tests the block',
    ],
    [
      'filter srcAddr in ["10.0.0.0/8"]',
      'cidr-as-text | srcAddr in ["10.0.0.0/8"] | `10.0.0.0/8` is compared as text and equals no address | `isIpv4InSubnet(srcAddr, "10.0.0.0/8")` tests the block',
    ],
    [
      'filter srcAddr like "10.0.0.0/8"',
      'cidr-as-text | srcAddr like "10.0.0.0/8" | `10.0.0.0/8` is compared as text and equals no address | `isIpv4InSubnet(srcAddr, "10.0.0.0/8")` tests the block',
    ],
    [
      'filter action = "reject"',
      'never-a-value | action = "reject" | `action` is never `reject` | Did you mean `"REJECT"`?',
    ],
    [
      'stats count(action = "REJECT") as n',
      'count-condition | count(action = "REJECT") | `count` of a condition counts each record that has a value, true or false | `sum(action = "REJECT")` counts those for which it is true',
    ],
    [
      'stats 5 as x',
      'constant-measure | 5 | `5` is not an aggregate | use a function such as `count(*)` or `sum(bytes)`',
    ],
    [
      'filter srcAddr =~ "10"',
      'match-pattern | "10" | `=~` takes a regular expression | write `=~ /…/`, or `like "…"` for a text',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })

  it('leads `CASE WHEN` to `case(…)`', () => {
    const [first] = findings('stats sum(CASE WHEN action = "REJECT" THEN 1 END) as n')

    expect(first).toContain('case(condition, value')
  })
})

describe('an error inside of a command', () => {
  it('leaves the meaning of later commands checked', () => {
    const found = findings(
      'filter srcAddr = "x" and bytes > 1GB | stats foo(bytes) as f by srcAddr | limt 5',
    )

    expect(found.map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      'number-form 1GB',
      'unknown-command limt',
      'unknown-function foo',
    ])
  })
})
