import { withFieldNames, withParsedFields } from '../../lib/dialects/insights'
import { FORMATS, parseFormat } from '../../lib/flow-log/format'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import { catalogue, exampleText } from '../example-questions'

const FORMAT = parseFormat('interface-id srcaddr bytes start action')
const PARSE =
  'parse @message "* * * * *" as p_interfaceId, p_srcAddr, p_bytes, p_startTime, p_action\n| '

describe('a query for a log whose fields CloudWatch does not discover', () => {
  it('splits each record first and reads what that names; the result keeps its names', () => {
    const text =
      '# Title\n\nfilter action = "ACCEPT" and srcAddr like /10/\n| stats sum(bytes) as bytes by srcAddr, interfaceId as nat\n| sort bytes desc, srcAddr asc'

    expect(withParsedFields(text, FORMAT)).toBe(
      `# Title\n\n${PARSE}filter p_action = "ACCEPT" and p_srcAddr like /10/\n| stats sum(p_bytes) as bytes by p_srcAddr as srcAddr, p_interfaceId as nat\n| sort bytes desc, srcAddr asc`,
    )
  })

  it('leaves alone what the log does not have, what is text, and what CloudWatch has itself', () => {
    expect(
      withParsedFields('filter dstAddr = "srcAddr" and start > 0 | sort @timestamp desc', FORMAT),
    ).toBe(`${PARSE}filter dstAddr = "srcAddr" and p_startTime > 0 | sort @timestamp desc`)
  })

  it('displays fields that it would define twice otherwise', () => {
    expect(withParsedFields('fields @timestamp, srcAddr | limit 9', FORMAT)).toBe(
      `${PARSE}display @timestamp, p_srcAddr | limit 9`,
    )
  })

  it.each([
    [
      'fields srcAddr, bytes, bytes / 8 as octets | sort octets desc',
      'fields p_bytes / 8 as octets\n| display p_srcAddr, p_bytes, octets | sort octets desc',
    ],
    [
      'fields bytes * 2 as twice | fields srcAddr | fields bytes | limit 3',
      'fields p_bytes * 2 as twice | display twice, p_srcAddr | display twice, p_srcAddr, p_bytes | limit 3',
    ],
    [
      'fields srcAddr | fields strlen(srcAddr) as n, srcAddr | display n',
      'display p_srcAddr | fields strlen(p_srcAddr) as n\n| display p_srcAddr, n | display n',
    ],
  ])('shows all that `%s` shows', (text, sent) => {
    expect(withParsedFields(text, FORMAT)).toBe(`${PARSE}${sent}`)
  })

  it.each([
    [
      'parse srcAddr "*.*" as bytes, rest | filter bytes = "10" | stats sum(bytes) as n by bytes, rest',
      'parse p_srcAddr "*.*" as bytes, rest | filter bytes = "10" | stats sum(bytes) as n by bytes, rest',
    ],
    [
      'filter bytes > 0 | parse @message /(?<bytes>[0-9]+)/ | parse bytes "*" as action | sort bytes desc | display bytes, action, srcAddr',
      'filter p_bytes > 0 | parse @message /(?<bytes>[0-9]+)/ | parse bytes "*" as action | sort bytes desc | display bytes, action, p_srcAddr',
    ],
    [
      'fields startTime * 1000 as start, start + startTime as both | filter start > 0',
      'fields p_startTime * 1000 as start, start + p_startTime as both | filter start > 0',
    ],
    [
      'stats sum(bytes) as bytes, bytes / 8 as octets, max(bytes) as most by srcAddr',
      'stats sum(p_bytes) as bytes, bytes / 8 as octets, max(p_bytes) as most by p_srcAddr as srcAddr',
    ],
  ])("leaves the query's own names in `%s`", (text, sent) => {
    expect(withParsedFields(text, FORMAT)).toBe(`${PARSE}${sent}`)
  })

  it('is as it was in the default format, of which every field is discovered', () => {
    expect(withParsedFields('filter bytes > 0', FORMATS.v2)).toBe('filter bytes > 0')
  })

  it.each(catalogue.all().map(({ name }) => name))('is legal for %s', (name) => {
    const text = withParsedFields(exampleText(catalogue.find(name)), FORMATS.v5)
    const { pipeline, diagnostics } = parseQuery(text)
    const resolved = resolveQuery(pipeline)

    expect(
      [...diagnostics, ...resolved.diagnostics].filter(({ severity }) => severity === 'error'),
    ).toEqual([])
    expect(text).not.toMatch(/(?<![_\w"`])(srcAddr|bytes) (=|!=|in|like) /)
  })
})

describe('a query for a log group that names fields in its own way', () => {
  const names = new Map([
    ['startTime', 'start'],
    ['bytes', 'bytes'],
    ['pktSrcAddr', '`pkt-srcaddr`'],
  ])

  it('reads them by those names, up to the first result; the result keeps its own', () => {
    expect(
      withFieldNames(
        'filter startTime > 0 and start < 9 | stats sum(bytes) as sum by pktSrcAddr, bytes | sort pktSrcAddr asc',
        names,
      ),
    ).toBe(
      'filter start > 0 and start < 9 | stats sum(bytes) as sum by `pkt-srcaddr` as pktSrcAddr, bytes | sort pktSrcAddr asc',
    )
  })

  it("leaves the query's own names", () => {
    expect(
      withFieldNames(
        'filter pktSrcAddr like "10." | parse @message "* *" as pktSrcAddr, rest | dedup pktSrcAddr, startTime',
        names,
      ),
    ).toBe(
      'filter `pkt-srcaddr` like "10." | parse @message "* *" as pktSrcAddr, rest | dedup pktSrcAddr, start',
    )
  })
})
