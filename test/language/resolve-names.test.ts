import { findings, stepsOf } from './understood'

describe('names', () => {
  it.each([
    [
      'filter dstPrt = 22',
      'unknown-field | dstPrt | unknown field `dstPrt` | Did you mean `dstPort`?',
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
      'unknown-field | @timestmp | unknown field `@timestmp` | Did you mean `@timestamp`?',
    ],
    [
      'fields @ptr',
      'no-sql-form | @ptr | `@ptr` has no SQL form | run the query in the CloudWatch Logs console',
    ],
    [
      'fields smu(bytes) as x',
      'unknown-function | smu | unknown function `smu` | Did you mean `sum`?',
    ],
    ['fields wibble(bytes) as x', 'unknown-function | wibble | unknown function `wibble`'],
    [
      'fields md5(srcAddr) as x',
      'no-sql-form | md5 | `md5` has no SQL form | run the query in the CloudWatch Logs console',
    ],
    [
      'stats count(*) as n by srcAddr | filter dstPort = 22',
      'field-gone | dstPort | `dstPort` is not available after `stats` | move the `filter` before `stats`, or add `dstPort` to its `by`',
    ],
    [
      'stats sum(bytes) as MB by srcAddr | sort bytesTransferred desc',
      'unknown-field | bytesTransferred | unknown field `bytesTransferred` | after `stats` there are `srcAddr`, `MB`',
    ],
    [
      'stats sum(bytes) as total by srcAddr | sort totl desc',
      'unknown-field | totl | unknown field `totl` | Did you mean `total`?',
    ],
    [
      'stats sum(bytes) as MB by bin(1h) as t | sort @timestamp',
      'field-gone | @timestamp | `@timestamp` is not available after `stats` | after `stats` there are `t`, `MB`',
    ],
    [
      'stats count(*) as n | sort bytes',
      'field-gone | bytes | `bytes` is not available after `stats` | after `stats` there is `n`',
    ],
    [
      'stats count(*) as n by srcAddr as source | filter srcAddr = "-"',
      'field-gone | srcAddr | `srcAddr` is not available after `stats` | it is `source` there',
    ],
    [
      'fields srcAddr as a | fields a',
      'already-defined | a | `a` is already defined | `display` shows it without defining it again',
    ],
    [
      'fields srcAddr as a, dstAddr as a',
      'already-defined | a | `a` is already defined | use another name',
    ],
    [
      'fields if(bytes > 1, 1, 0) as bytes',
      'field-name | bytes | `bytes` is already a field of the record | CloudWatch may reject it as defined twice; use another name',
    ],
    [
      'parse "* *" as version, rest',
      'field-name | version | `version` is already a field of the record | CloudWatch may reject it as defined twice; use another name',
    ],
    [
      'fields bytes | parse @message "* *" as bytes, rest',
      'already-defined | bytes | `bytes` is already defined | use another name',
    ],
    [
      'stats sum(bytes) as n by srcAddr | stats max(n) as n',
      'already-defined | n | `n` is already defined | use another name',
    ],
    [
      'fields bytes | stats sum(bytes) as bytes',
      'already-defined | bytes | `bytes` is already defined | use another name',
    ],
    [
      'stats sum(bytes) as bytes',
      'field-name | bytes | `bytes` is already a field of the record | CloudWatch may reject it as defined twice; use another name',
    ],
    [
      'stats count(*), COUNT(*), count(*) by srcAddr',
      'already-defined | count(*) | `count(*)` is already defined | it is defined twice in this command',
    ],
    [
      'stats count(*) as n, max(n) as m',
      'unknown-field | n | unknown field `n` | `n` is a measure of this `stats`; aggregate it in another `stats`',
    ],
    [
      'stats count(*) as n by srcAddr as a, dstAddr as a',
      'already-defined | dstAddr as a | `a` is already defined | it is defined twice in this command',
    ],
    [
      'stats count(*) as srcAddr by srcAddr',
      'already-defined | count(*) as srcAddr | `srcAddr` is already defined | it is defined twice in this command',
    ],
    [
      'filter srcAddr = "{{addr}}"',
      'unknown-parameter | "{{addr}}" | unknown parameter `addr` | the query has no parameters',
    ],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual([expected])
  })

  it('lets a parse hide a field, and refuses to define its name again', () => {
    expect(findings('parse @message "* *" as bytes, rest | fields bytes')).toEqual([
      'field-name | bytes | `bytes` is already a field of the record | CloudWatch may reject it as defined twice; use another name',
      'already-defined | bytes | `bytes` is already defined | `display` shows it without defining it again',
    ])
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
        'sort `max(bytes)` asc, `srcAddr` asc',
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
      'unknown-field | dstPrt | unknown field `dstPrt` | Did you mean `dstPort`?',
    ])
  })

  it('does not check names after a command whose names it cannot know', () => {
    expect(findings('filter dstPrt = 1 | pattern @message | filter `@sampleCount` > 1')).toEqual([
      'unknown-field | dstPrt | unknown field `dstPrt` | Did you mean `dstPort`?',
      'no-sql-form | pattern | `pattern` has no SQL form | run the query in the CloudWatch Logs console',
    ])
  })

  it('takes a name that such a command adds for one of its columns', () => {
    expect(
      findings('fields srcAddr, hostname | lookup hosts ip as srcAddr OUTPUTNEW hostname'),
    ).toEqual([
      'no-sql-form | lookup | `lookup` has no SQL form | run the query in the CloudWatch Logs console',
    ])
  })

  it('checks names after SOURCE, which only chooses log groups', () => {
    expect(findings('SOURCE "flow-logs" | filter dstPrt = 1')).toEqual([
      'source-ignored | SOURCE | `SOURCE` is ignored outside of CloudWatch | the files or the table are chosen by --path or --engine',
      'unknown-field | dstPrt | unknown field `dstPrt` | Did you mean `dstPort`?',
    ])
  })
})
