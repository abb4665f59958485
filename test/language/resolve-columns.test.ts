import { findings, planOf, stepsOf } from './understood'

describe('what a query shows', () => {
  it('is the time and the text of each record, newest first, unless it says', () => {
    expect(planOf('filter action = "REJECT"')).toBe(
      [
        'filter action = "REJECT"',
        'sort @timestamp desc, @message desc',
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
        'sort @timestamp desc, srcAddr desc, bytes desc, `bits` desc',
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
        'sort `count(*)` desc, `bin(5m)` asc, `source` asc',
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
      'sort @timestamp desc, bytes desc, @message desc\nlimit 20\nfilter bytes > 1',
    )
    expect(stepsOf('filter bytes > 1 | dedup srcAddr | limit 5')).toBe(
      'filter bytes > 1\nsort @timestamp desc, srcAddr desc, @message desc\ndedup srcAddr\nlimit 5',
    )
    expect(stepsOf('sort bytes desc | limit 5')).toBe(
      'sort bytes desc, @timestamp desc, @message desc\nlimit 5',
    )
  })

  it('of rows is left alone after stats', () => {
    expect(stepsOf('stats count(*) as n by srcAddr | limit 5')).toBe(
      'aggregate\n  by `srcAddr` text = srcAddr\n  `n` integer = count(*)\nlimit 5',
    )
  })

  it.each([
    [
      'sort bytes | stats count(*) as n',
      'before-stats | sort bytes | `sort` before `stats` | `sort` must follow the last `stats`',
    ],
    [
      'stats count(*) as n by srcAddr | limit 5 | stats max(n) as most',
      'before-stats | limit 5 | `limit` before `stats` | `limit` must follow the last `stats`',
    ],
    [
      'dedup srcAddr | filter bytes > 1',
      'after-dedup | filter bytes > 1 | `filter` after `dedup` | only `limit` may follow `dedup`',
    ],
    [
      `stats count(*) as n${Array.from({ length: 10 }, (_, index) => ` | stats max(n${index === 0 ? '' : index}) as n${index + 1}`).join('')}`,
      'too-many-stats | stats max(n9) as n10 | more than 10 `stats` commands in a query',
    ],
    [
      'stats count(*) as n by bin(5m) | sort bin(5m)',
      'sort-bin | bin(5m) | `sort` does not accept `bin` | name it in `stats`, `by bin(5m) as t`, then `sort t`',
    ],
  ])('of commands: %s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })
})
