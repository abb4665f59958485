import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import { findings, planOf, stepsOf } from './understood'

describe('what a query shows', () => {
  it('is the time and the text of each record, newest first, unless it says', () => {
    expect(planOf('filter action = "REJECT"')).toBe(
      [
        'filter action = "REJECT"',
        'sort @timestamp desc',
        'columns',
        '  `@timestamp` time = @timestamp',
        '  `@message` text = @message',
        'fields action',
      ].join('\n'),
    )
  })

  it('is what all fields commands name, each once, which takes nothing away from later commands', () => {
    expect(
      planOf('fields srcAddr | fields bytes, srcAddr, bytes*8 as bits | filter dstPort = 22'),
    ).toBe(
      [
        'extend',
        '  `bits` integer = bytes * 8',
        'filter dstPort = 22',
        'sort @timestamp desc',
        'columns',
        '  `srcAddr` text = srcAddr',
        '  `bytes` integer = bytes',
        '  `bits` integer',
        'fields srcAddr dstPort bytes',
      ].join('\n'),
    )
  })

  it('is what the last display names', () => {
    const text =
      'fields srcAddr, bytes | display dstAddr | display srcAddr as source, action = "ACCEPT" as isAccepted'

    expect(planOf(text).split('\ncolumns\n')[1]).toBe(
      [
        '  `source` text',
        '  `isAccepted` integer = integer(`isAccepted`)',
        'fields srcAddr action',
      ].join('\n'),
    )
  })

  it('is the keys and then the measures of stats, named by their text where they have no name', () => {
    const text =
      'stats count(*), sum(bytes)/1000 as kB by bin(5m), srcAddr as source | sort count(*) desc'

    expect(planOf(text)).toBe(
      [
        'aggregate',
        '  by `bin(5m)` time = datefloor(@timestamp, 5m)',
        '  by `source` text = srcAddr',
        '  `count(*)` integer = count(*)',
        '  `kB` number = sum(bytes) / 1000',
        'sort `count(*)` desc',
        'columns',
        '  `bin(5m)` time',
        '  `source` text',
        '  `count(*)` integer',
        '  `kB` number',
        'fields srcAddr bytes',
      ].join('\n'),
    )
  })
})

describe('columns that are named twice', () => {
  it('are shown once', () => {
    expect(planOf('display srcAddr, bytes, srcAddr').split('\ncolumns\n')[1]).toBe(
      '  `srcAddr` text = srcAddr\n  `bytes` integer = bytes\nfields srcAddr bytes',
    )
  })
})

describe('order', () => {
  it('of records is newest first before a limit or a dedup that comes without a sort', () => {
    expect(stepsOf('limit 20 | filter bytes > 1')).toBe(
      'sort @timestamp desc\nlimit 20\nfilter bytes > 1',
    )
    expect(stepsOf('filter bytes > 1 | dedup srcAddr | limit 5')).toBe(
      'filter bytes > 1\nsort @timestamp desc\ndedup srcAddr\nlimit 5',
    )
    expect(stepsOf('sort bytes desc | limit 5')).toBe('sort bytes desc\nlimit 5')
  })

  it('of rows is left alone after stats', () => {
    expect(stepsOf('stats count(*) as n by srcAddr | limit 5')).toBe(
      'aggregate\n  by `srcAddr` text = srcAddr\n  `n` integer = count(*)\nlimit 5',
    )
  })

  it.each([
    [
      'sort bytes | stats count(*) as n',
      'before-stats | sort bytes | `sort` before `stats` | `sort` stands after the last `stats`',
    ],
    [
      'stats count(*) as n by srcAddr | limit 5 | stats max(n) as most',
      'before-stats | limit 5 | `limit` before `stats` | `limit` stands after the last `stats`',
    ],
    [
      'dedup srcAddr | filter bytes > 1',
      'after-dedup | filter bytes > 1 | `filter` after `dedup` | only `limit` may follow `dedup`',
    ],
    [
      `stats count(*) as n${Array.from({ length: 10 }, (_, index) => ` | stats max(n${index === 0 ? '' : index}) as n${index + 1}`).join('')}`,
      'too-many-stats | stats max(n9) as n10 | more than 10 `stats` in a query',
    ],
    [
      'stats count(*) as n by bin(5m) | sort bin(5m)',
      'sort-bin | bin(5m) | `sort` takes no `bin` | name it where it is made, `by bin(5m) as t`, and `sort t`',
    ],
  ])('of commands: %s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })
})

describe('names', () => {
  it.each([
    [
      'filter dstPrt = 22',
      'unknown-field | dstPrt | unknown field `dstPrt` | `dstPort` is spelled almost the same',
    ],
    [
      'filter dstport = 22',
      'unknown-field | dstport | unknown field `dstport` | a query calls it `dstPort`',
    ],
    [
      'filter pkt-srcaddr = "-"',
      'unknown-field | pkt-srcaddr | unknown field `pkt-srcaddr` | a query calls it `pktSrcAddr`',
    ],
    [
      'filter `pkt-src-aws-service` = "S3"',
      'unknown-field | `pkt-src-aws-service` | unknown field `pkt-src-aws-service` | a query calls it `pktSrcAwsService`',
    ],
    [
      'fields interface_id',
      'unknown-field | interface_id | unknown field `interface_id` | a query calls it `interfaceId`',
    ],
    [
      'fields requestParameters.userName',
      'unknown-field | requestParameters.userName | unknown field `requestParameters.userName`',
    ],
    [
      'fields @timestmp',
      'unknown-field | @timestmp | unknown field `@timestmp` | `@timestamp` is spelled almost the same',
    ],
    [
      'fields @ptr',
      'no-sql-form | @ptr | `@ptr` has no SQL form | run it with --engine cloudwatch',
    ],
    [
      'fields smu(bytes) as x',
      'unknown-function | smu | unknown function `smu` | `sum` is spelled almost the same',
    ],
    ['fields wibble(bytes) as x', 'unknown-function | wibble | unknown function `wibble`'],
    [
      'fields md5(srcAddr) as x',
      'no-sql-form | md5 | `md5` has no SQL form | run it with --engine cloudwatch',
    ],
    [
      'stats count(*) as n by srcAddr | filter dstPort = 22',
      'field-gone | dstPort | `dstPort` is gone after `stats` | move the `filter` before `stats`, or add `dstPort` to its `by`',
    ],
    [
      'stats sum(bytes) as MB by srcAddr | sort bytesTransferred desc',
      'unknown-field | bytesTransferred | unknown field `bytesTransferred` | after `stats` there are `srcAddr`, `MB`',
    ],
    [
      'stats sum(bytes) as total by srcAddr | sort totl desc',
      'unknown-field | totl | unknown field `totl` | `total` is spelled almost the same',
    ],
    [
      'stats sum(bytes) as MB by bin(1h) as t | sort @timestamp',
      'field-gone | @timestamp | `@timestamp` is gone after `stats` | after `stats` there are `t`, `MB`',
    ],
    [
      'stats count(*) as n | sort bytes',
      'field-gone | bytes | `bytes` is gone after `stats` | after `stats` there is `n`',
    ],
    [
      'stats count(*) as n by srcAddr as source | filter srcAddr = "-"',
      'field-gone | srcAddr | `srcAddr` is gone after `stats` | it is `source` there',
    ],
    [
      'fields srcAddr as a | fields a',
      'already-defined | a | `a` is already defined | `display` shows it without defining it again',
    ],
    [
      'fields srcAddr as a, dstAddr as a',
      'already-defined | a | `a` is already defined | give it a name of its own',
    ],
    [
      'fields if(bytes > 1, 1, 0) as bytes',
      'already-defined | bytes | `bytes` is already defined | it is a field of the record; give it another name',
    ],
    [
      'parse "* *" as version, rest',
      'already-defined | version | `version` is already defined | it is a field of the record; give it another name',
    ],
    [
      'stats sum(bytes) as n by srcAddr | stats max(n) as n',
      'already-defined | n | `n` is already defined | give it a name of its own',
    ],
    [
      'fields bytes | stats sum(bytes) as bytes',
      'already-defined | bytes | `bytes` is already defined | give it a name of its own',
    ],
    [
      'stats sum(bytes) as bytes',
      'field-name | bytes | `bytes` is a field of the record already | CloudWatch may refuse it as defined twice; a name of its own is safe',
    ],
    [
      'stats count(*), COUNT(*), count(*) by srcAddr',
      'already-defined | count(*) | `count(*)` is already defined | it stands here twice',
    ],
    [
      'stats count(*) as n, max(n) as m',
      'unknown-field | n | unknown field `n` | `n` is a measure of this `stats`; a further `stats` can aggregate it',
    ],
    [
      'stats count(*) as n by srcAddr as a, dstAddr as a',
      'already-defined | dstAddr as a | `a` is already defined | it stands here twice',
    ],
    [
      'stats count(*) as srcAddr by srcAddr',
      'already-defined | count(*) as srcAddr | `srcAddr` is already defined | it stands here twice',
    ],
    [
      'filter srcAddr = "{{addr}}"',
      'unknown-parameter | "{{addr}}" | unknown parameter `addr` | the query declares none',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })

  it('takes start and end as other names of startTime and endTime', () => {
    expect(stepsOf('stats max(end - start) as seconds')).toBe(
      'aggregate\n  `seconds` integer = max(endTime - startTime)',
    )
  })

  it('finds an expression without a name by its text, spaces and letter case of functions apart', () => {
    expect(
      stepsOf(
        'stats SUM(bytes) / 1000, max(bytes) by srcAddr | filter sum( bytes )/1000 > 5 | sort MAX(bytes)',
      ),
    ).toBe(
      [
        'aggregate',
        '  by `srcAddr` text = srcAddr',
        '  `SUM(bytes) / 1000` number = sum(bytes) / 1000',
        '  `max(bytes)` integer = max(bytes)',
        'filter `SUM(bytes) / 1000` > 5',
        'sort `max(bytes)` asc',
      ].join('\n'),
    )
  })

  it('lets a measure use the measures before it', () => {
    expect(stepsOf('stats sum(bytes) as total, count(*) as n, total / n as mean')).toBe(
      [
        'aggregate',
        '  `total` integer = sum(bytes)',
        '  `n` integer = count(*)',
        '  `mean` number = `total` / `n`',
      ].join('\n'),
    )
  })

  it('says one thing about an expression, not again where its name is used', () => {
    expect(findings('fields dstPrt + 1 as p | filter p > 5 | stats max(p) as q | sort q')).toEqual([
      'unknown-field | dstPrt | unknown field `dstPrt` | `dstPort` is spelled almost the same',
    ])
  })

  it('does not check names after a command whose names it cannot know', () => {
    expect(findings('filter dstPrt = 1 | pattern @message | filter `@sampleCount` > 1')).toEqual([
      'unknown-field | dstPrt | unknown field `dstPrt` | `dstPort` is spelled almost the same',
      'no-sql-form | pattern | `pattern` has no SQL form | run it with --engine cloudwatch',
    ])
  })

  it('checks names after SOURCE, which only chooses log groups', () => {
    expect(findings('SOURCE "flow-logs" | filter dstPrt = 1')).toEqual([
      'no-sql-form | SOURCE | `SOURCE` has no SQL form | run it with --engine cloudwatch',
      'unknown-field | dstPrt | unknown field `dstPrt` | `dstPort` is spelled almost the same',
    ])
  })
})

describe('aggregates', () => {
  it.each([
    [
      'filter sum(bytes) > 1',
      'aggregate-outside-stats | sum | aggregate `sum` outside of `stats` | define it in a `stats` before, with a name: `stats sum(…) as …`',
    ],
    [
      'stats count(*) by max(bytes)',
      'aggregate-as-key | max | aggregate `max` after `by` | a key is a field or a function of one record',
    ],
    [
      'stats max(sum(bytes)) as x',
      'nested-aggregate | sum | aggregate `sum` inside an aggregate | aggregate again in a further `stats`',
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
      'star-alone | * | `*` stands for nothing here | only `count(*)` takes it; name the fields instead',
    ],
    [
      'stats pct(bytes, 0.95) as p',
      'percent-fraction | 0.95 | percentile `0.95` is less than one in a hundred | for the share 0.95 write `95`',
    ],
    ['stats pct(bytes, 101) as p', 'percent-range | 101 | percentile `101` is outside of 0 to 100'],
    [
      'stats pct(bytes, packets) as p',
      'percent-literal | packets | the percentile is not a number | write it as a number from 0 to 100: `pct(bytes, 95)`',
    ],
    [
      'stats topk(3, srcAddr)',
      'no-sql-form | topk | `topk` has no SQL form | run it with --engine cloudwatch',
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
        '  `e` text = min(srcAddr)',
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
      'never-true | dstPort = "https" | `dstPort` is a number and never equals `https`',
      'never-true | dstPort in ["ssh"] | `dstPort` is a number and never equals `ssh`',
      'never-true | dstPort in ["ssh", 22] | `dstPort` is a number and never equals `ssh`',
    ])
    expect(stepsOf(text).split('\n')[0]).toBe(
      'filter (text(dstPort) = "https") or (text(dstPort) in ["ssh"]) or (dstPort in [22])',
    )
  })

  it.each([
    [
      'filter @timestamp > "2026-03-01"',
      'type-mismatch | @timestamp > "2026-03-01" | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or choose the time with --from and --to',
    ],
    [
      'filter @timestamp in ["2026-03-01"]',
      'type-mismatch | @timestamp in ["2026-03-01"] | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or choose the time with --from and --to',
    ],
    [
      'filter @timestamp like "2026"',
      'type-mismatch | @timestamp like "2026" | a time cannot be compared with a text | compare `toMillis(…)` with milliseconds, or choose the time with --from and --to',
    ],
    [
      'filter srcAddr',
      'not-a-condition | srcAddr | `srcAddr` is no condition | compare it with something, or test it with `ispresent(…)`',
    ],
    [
      'filter bytes > 1 and "x"',
      'not-a-condition | "x" | `"x"` is no condition | compare it with something, or test it with `ispresent(…)`',
    ],
    [
      'filter dstPort in [srcPort]',
      'list-literal | srcPort | a list in `in […]` holds only texts and numbers',
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
      'list-parameter | {{ports}} | parameter `ports` is a list | a list stands in `in […]` or as the block of a subnet function',
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
