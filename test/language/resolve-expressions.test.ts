import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import { findings, stepsOf } from './understood'

describe('aggregates', () => {
  it.each([
    [
      'filter sum(bytes) > 1',
      'aggregate-outside-stats | sum | aggregate `sum` outside of `stats` | define it in a `stats` before, with a name: `stats sum(…) as …`',
    ],
    [
      'stats count(*) by max(bytes)',
      'aggregate-as-key | max | aggregate `max` after `by` | use a field or a function of one record as the key',
    ],
    [
      'stats max(sum(bytes)) as x',
      'nested-aggregate | sum | aggregate `sum` inside an aggregate | aggregate again in another `stats`',
    ],
    [
      'stats bytes by srcAddr',
      'not-aggregated | bytes | `bytes` is not aggregated | take one value of it, as `max(bytes)`, or add it to `by`',
    ],
    [
      'stats bin(5m) as t',
      'not-aggregated | bin(5m) | `bin(5m)` is not aggregated | take one value of it, as `max(bin(5m))`, or add it to `by`',
    ],
    [
      'stats sum(bytes, 1) as x',
      'argument-count | sum(bytes, 1) | `sum` takes 1 argument; 2 were found',
    ],
    [
      'stats sum(*) as x',
      'star-alone | * | `*` is invalid here | only `count` accepts `*`; name the fields instead',
    ],
    [
      'stats pct(bytes, 0.95) as p',
      'percent-fraction | 0.95 | percentile `0.95` is below 1 percent | for the share 0.95 write `95`',
    ],
    [
      'stats pct(bytes, 101) as p',
      'percent-range | 101 | percentile `101` is not between 0 and 100',
    ],
    [
      'stats pct(bytes, packets) as p',
      'percent-literal | packets | the percentile is not a number | write it as a number from 0 to 100: `pct(bytes, 95)`',
    ],
    [
      'stats topk(3, srcAddr)',
      'no-sql-form | topk | `topk` has no SQL form | run the query in the CloudWatch Logs console',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })

  it('have the types of what they take', () => {
    expect(
      stepsOf(
        'stats count(), count(srcAddr) as a, count_distinct(srcAddr) as b, countDistinct(dstPort) as c, avg(bytes) as d, min(srcAddr) as e, max(@timestamp) as f, sum(action = "REJECT") as g, sum(srcAddr) as h, max(action = "REJECT") as i, pct(bytes, 95) as j',
      ),
    ).toBe(
      [
        'aggregate',
        '  `count()` integer = count(*)',
        '  `a` integer = count(srcAddr)',
        '  `b` integer = countDistinct(srcAddr)',
        '  `c` integer = countDistinct(dstPort)',
        '  `d` number = avg(bytes)',
        '  `e` text = min(srcAddr, natural(srcAddr))',
        '  `f` time = max(@timestamp)',
        '  `g` integer = sum(integer(action = "REJECT"))',
        '  `h` number = sum(number(srcAddr))',
        '  `i` integer = max(integer(action = "REJECT"))',
        '  `j` number = pct(bytes, 95)',
      ].join('\n'),
    )
  })
})

describe('comparisons', () => {
  it.each([
    ['dstPort = "80"', 'dstPort = 80'],
    ['"80" = dstPort', '80 = dstPort'],
    ['dstPort in [22, "3389"]', 'dstPort in [22, 3389]'],
    ['srcAddr in ["a", "b", 1]', 'srcAddr in ["a", "b", "1"]'],
    ['accountId = 123456789012', 'number(accountId) = 123456789012'],
    ['accountId not in [1, 2]', 'number(accountId) not in [1, 2]'],
    ['bytes > 007', 'bytes > 7'],
    ['bytes > -1.50', 'bytes > -1.50'],
    ['bytes > 99999999999999999999', 'bytes > 99999999999999999999'],
    ['accountId > bytes', 'number(accountId) > bytes'],
    ['(action = "ACCEPT") = 1', 'integer(action = "ACCEPT") = 1'],
    ['(action = "ACCEPT") != (bytes > 1)', 'integer(action = "ACCEPT") != integer(bytes > 1)'],
    ['@timestamp >= 1772323200000', '@timestamp >= time(1772323200000)'],
    ['@timestamp in [1772323200000]', '@timestamp in [time(1772323200000)]'],
    ['@timestamp >= startTime * 1000', 'toMillis(@timestamp) >= (startTime * 1000)'],
    ['toMillis(@timestamp) > 5', 'toMillis(@timestamp) > 5'],
    ['dstPort like "80"', 'text(dstPort) like "80"'],
    ['not (bytes - packets > 0)', 'not ((bytes - packets) > 0)'],
    ['bytes', 'bytes != 0'],
    ['strcontains(srcAddr, "10.") = 1', 'integer(strcontains(srcAddr, "10.")) = 1'],
  ])('%s means %s', (condition, expected) => {
    expect(stepsOf(`filter ${condition}`).split('\n')[0]).toBe(`filter ${expected}`)
    expect(findings(`filter ${condition}`)).toEqual([])
  })

  it('are false, with a warning, where a number meets a text that is none', () => {
    const text = 'filter dstPort = "https" or dstPort in ["ssh"] or dstPort in ["ssh", 22]'

    expect(findings(text)).toEqual([
      'never-true | dstPort = "https" | `dstPort` is a number and never equals `https` | write `443`',
      'never-true | dstPort in ["ssh"] | `dstPort` is a number and never equals `ssh` | write `22`',
      'never-true | dstPort in ["ssh", 22] | `dstPort` is a number and never equals `ssh` | write `22`',
    ])
    expect(stepsOf(text).split('\n')[0]).toBe(
      'filter (text(dstPort) = "https") or (text(dstPort) in ["ssh"]) or (dstPort in [22])',
    )
  })

  it.each([
    [
      'filter @timestamp > "2026-03-01"',
      'type-mismatch | @timestamp > "2026-03-01" | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or use --from and --to',
    ],
    [
      'filter @timestamp in ["2026-03-01"]',
      'type-mismatch | @timestamp in ["2026-03-01"] | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or use --from and --to',
    ],
    [
      'filter @timestamp like "2026"',
      'type-mismatch | @timestamp like "2026" | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or use --from and --to',
    ],
    [
      'filter srcAddr',
      'not-a-condition | srcAddr | `srcAddr` is not a condition | compare it with a value, or test it with `ispresent(…)`',
    ],
    [
      'filter bytes > 1 and "x"',
      'not-a-condition | "x" | `"x"` is not a condition | compare it with a value, or test it with `ispresent(…)`',
    ],
    [
      'filter dstPort in [srcPort]',
      'list-literal | srcPort | a list in `in […]` can contain only texts and numbers',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })

  it('flatten a row of and and of or', () => {
    expect(
      stepsOf(
        'filter dstPort = 1 and (dstPort = 2 and (dstPort = 3 or dstPort = 4 or dstPort = 5))',
      ).split('\nsort')[0],
    ).toBe(
      [
        'filter all of',
        '  dstPort = 1',
        '  dstPort = 2',
        '  (dstPort = 3) or (dstPort = 4) or (dstPort = 5)',
      ].join('\n'),
    )
  })
})

describe('placeholders', () => {
  const declared = new Map([
    ['sources', { type: 'cidr', list: true }],
    ['source', { type: 'cidr', list: false }],
    ['ports', { type: 'integer', list: true }],
    ['price', { type: 'number', list: false }],
    ['width', { type: 'duration', list: false }],
    ['natGateway', { type: 'interface', list: false }],
  ] as const)

  it('are checked by their types, and wait for their values', () => {
    const text =
      'filter isIpInSubnet(srcAddr, {{sources}}) and isIpv4InSubnet(dstAddr, "{{source}}") and dstPort in [{{ports}}] and interfaceId = {{natGateway}} | stats sum(bytes) * {{price}} as usd by bin({{width}}) as t'

    expect(findings(text, { parameters: declared })).toEqual([])
    expect(resolveQuery(parseQuery(text).pipeline, { parameters: declared }).plan).toBeUndefined()
  })

  it.each([
    [
      'filter dstPort = {{ports}}',
      'list-parameter | {{ports}} | parameter `ports` is a list | use a list in `in […]` or as the block of a subnet function',
    ],
    [
      'filter dstPort in [{{prts}}]',
      'unknown-parameter | {{prts}} | unknown parameter `prts` | the query declares `sources`, `source`, `ports`, `price`, `width`, `natGateway`',
    ],
    [
      'stats count(*) by bin({{price}})',
      'argument-type | {{price}} | argument 1 of `bin` is a number, not a period',
    ],
    ['limit {{price}}', 'limit-count | {{price}} | `limit` takes a whole number from 1'],
  ])('%s', (text, expected) => {
    expect(findings(text, { parameters: declared })).toEqual([expected])
  })
})
