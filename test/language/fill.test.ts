import { UserError } from '../../lib/errors'
import { fillParameters } from '../../lib/language/fill'
import { withLimit } from '../../lib/language/limit'
import { PARAMETER_TYPES, parseParameter, type ParameterType } from '../../lib/language/parameters'
import { parseQuery } from '../../lib/language/parse'

const fill = (text: string, values: Readonly<Record<string, readonly string[]>>): string =>
  fillParameters(parseQuery(text).pipeline, new Map(Object.entries(values)))

const messageOf = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (thrown) {
    return thrown instanceof UserError ? [thrown.message, thrown.help, thrown.exitCode] : thrown
  }
}

describe('parseParameter', () => {
  it.each([
    ['cidr', '10.0.0.0/8', '"10.0.0.0/8"'],
    ['cidr', ' 172.20.1.2/12 ', '"172.16.0.0/12"'],
    ['cidr', '192.0.2.7', '"192.0.2.7/32"'],
    ['cidr', '2001:DB8::1', '"2001:db8::1/128"'],
    ['address', '192.0.2.7', '"192.0.2.7"'],
    ['address', '2001:DB8:0:0::1', '"2001:db8::1"'],
    ['integer', '443', '443'],
    ['number', '-0.045', '-0.045'],
    ['interface', 'eni-0a1b2c3d4e5f60718', '"eni-0a1b2c3d4e5f60718"'],
    ['interface', 'nat-0a1b', '"nat-0a1b"'],
    ['interface', '-', '"-"'],
    ['duration', '5m', '5m'],
    ['duration', '1hour', '1h'],
  ] as const)('reads the %s %s as %s', (type, text, literal) => {
    expect(parseParameter(type, text, 'p')).toBe(literal)
  })

  it.each([
    ['cidr', '10.0.0.0/8") | stats', 'a CIDR block, such as 10.0.0.0/8'],
    ['cidr', '10.0.0/8', 'a CIDR block, such as 10.0.0.0/8'],
    ['address', '10.0.0.0/8', 'an address, such as 10.0.1.5'],
    ['address', '10.0.0.1"', 'an address, such as 10.0.1.5'],
    ['integer', '1e3', 'a whole number, such as 443'],
    ['integer', '4 or 1=1', 'a whole number, such as 443'],
    ['number', '.5', 'a number, such as 0.045'],
    [
      'interface',
      'eni-1" or "1',
      'the id of an interface or a NAT gateway, such as eni-0a1b2c3d4e5f60718',
    ],
    [
      'interface',
      'natgateway',
      'the id of an interface or a NAT gateway, such as eni-0a1b2c3d4e5f60718',
    ],
    ['duration', '300s', 'a period that CloudWatch rounds to, such as 5m'],
    ['duration', '0m', 'a period that CloudWatch rounds to, such as 5m'],
    ['duration', '5', 'a period that CloudWatch rounds to, such as 5m'],
  ] as const)('refuses the %s %s', (type, text, right) => {
    expect(messageOf(() => parseParameter(type, text, 'source'))).toEqual([
      `--param source=${text}: not ${right}`,
      undefined,
      2,
    ])
  })

  it('shows control characters of a refused value as escapes', () => {
    expect(messageOf(() => parseParameter('cidr', '10\u001b[2J\n', 'source'))).toEqual([
      '--param source=10\\x1b[2J\\x0a: not a CIDR block, such as 10.0.0.0/8',
      undefined,
      2,
    ])
  })

  it('takes a Terraform expression in the place of a quoted value, and nothing else', () => {
    const expression = '${data.aws_nat_gateway.lookup-nat-0b.private_ip}'

    expect(parseParameter('address', { expression }, 'p')).toBe(`"${expression}"`)
    expect(() => parseParameter('integer', { expression }, 'p')).toThrow(
      `parameter \`p\` cannot be the expression \`${expression}\``,
    )
    for (const other of ['', '10.0.0.1', '${a}"', '${a.b("c")}', '${a\n}', '${a}${b}']) {
      expect(() => parseParameter('address', { expression: other }, 'p')).toThrow(
        'parameter `p` cannot be the expression',
      )
    }
  })

  it('lets nothing out that could end a literal, whatever comes in', () => {
    const corpus = [
      '"',
      "'",
      '\\',
      '`',
      '#',
      '|',
      '{{a}}',
      '\n',
      '/',
      ')',
      ']',
      '10.0.0.0/8"',
      '-"',
      'eni-1\n| limit 1',
    ]
    const kept = corpus.flatMap((text) =>
      PARAMETER_TYPES.flatMap((type: ParameterType) => {
        const found = messageOf(() => parseParameter(type, text, 'p'))
        return typeof found === 'string' ? [`${type} ${text}`] : []
      }),
    )

    expect(kept).toEqual([])
  })
})

describe('fillParameters', () => {
  it('puts values in place of placeholders, with or without quotes around them', () => {
    expect(
      fill(
        'filter srcAddr = "{{a}}" and dstPort in [{{p}}] | stats sum(bytes)*{{usd}} as x by bin({{w}}) as t | limit {{n}}',
        {
          a: ['"192.0.2.1"'],
          p: ['22', '443'],
          usd: ['0.045'],
          w: ['5m'],
          n: ['7'],
        },
      ),
    ).toBe(
      [
        'filter srcAddr = "192.0.2.1" and dstPort in [22, 443]',
        '| stats sum(bytes)*0.045 as x by bin(5m) as t',
        '| limit 7',
      ].join('\n'),
    )
  })

  it('makes an or chain of a subnet test with several blocks', () => {
    const text =
      'filter not isIpv4InSubnet(srcAddr, {{b}}) and ISIPINSUBNET(if(bytes > 1, srcAddr, dstAddr), "{{b}}")'

    expect(fill(text, { b: ['"10.0.0.0/8"', '"192.168.0.0/16"'] })).toBe(
      'filter not (isIpv4InSubnet(srcAddr, "10.0.0.0/8") or isIpv4InSubnet(srcAddr, "192.168.0.0/16")) and ' +
        '(ISIPINSUBNET(if(bytes > 1, srcAddr, dstAddr), "10.0.0.0/8") or ISIPINSUBNET(if(bytes > 1, srcAddr, dstAddr), "192.168.0.0/16"))',
    )
    expect(fill(text, { b: ['"10.0.0.0/8"'] })).toBe(
      'filter not isIpv4InSubnet(srcAddr, "10.0.0.0/8") and ISIPINSUBNET(if(bytes > 1, srcAddr, dstAddr), "10.0.0.0/8")',
    )
  })

  it('leaves a filter without its value out, also when it is the first command or the only one', () => {
    const text =
      '# Title\n#\n# Body {{b}}\n\nfilter srcAddr in [{{a}}]\n| filter dstPort = {{b}} # or\n| stats count(*) as n\n'

    expect(fill(text, { b: ['22'] })).toBe(
      '# Title\n#\n# Body {{b}}\n\nfilter dstPort = 22\n| stats count(*) as n',
    )
    expect(fill(text, { a: [], b: [] })).toBe('# Title\n#\n# Body {{b}}\n\nstats count(*) as n')
    expect(fill('filter srcAddr = {{a}}', {})).toBe('fields @timestamp, @message')
  })

  it('fills commands that are kept as their text', () => {
    expect(fill('filterIndex interfaceId = {{i}} | limit 1', { i: ['"eni-1"'] })).toBe(
      'filterIndex interfaceId = "eni-1"\n| limit 1',
    )
  })

  it('gives a text that reads without any diagnostic of the grammar', () => {
    const filled = fill('filter isIpInSubnet(srcAddr, {{b}}) or bytes > 1 | sort bytes desc', {
      b: ['"10.0.0.0/8"', '"192.168.0.0/16"'],
    })

    expect(parseQuery(filled).diagnostics).toEqual([])
  })

  it('refuses a place without a value, and a list where one value belongs', () => {
    expect(messageOf(() => fill('limit {{n}}', {}))).toEqual([
      'parameter `n` has no value',
      '--param n=… gives it one',
      1,
    ])
    expect(messageOf(() => fill('filter dstPort = {{p}}', { p: ['1', '2'] }))).toEqual([
      'parameter `p` has several values',
      'use a list in `in […]` or as the block of a subnet function',
      1,
    ])
  })
})

describe('withLimit', () => {
  it.each([
    ['sort bytes | limit 10 # ten', 5, 'sort bytes | limit 5 # ten'],
    ['sort bytes\n| limit {{n}}\n', 5, 'sort bytes\n| limit 5\n'],
    ['limit 9 | filter bytes > 1 | limit 8', 5, 'limit 9 | filter bytes > 1 | limit 5'],
    ['sort bytes # by size', 5, 'sort bytes\n| limit 5 # by size'],
    ['sort bytes\n| limit 10\n', 'all', 'sort bytes\n'],
    ['# T\nlimit 10 | filter bytes > 1', 'all', '# T\nfilter bytes > 1'],
    ['limit 10', 'all', 'fields @timestamp, @message'],
    ['sort bytes', 'all', 'sort bytes'],
    ['# nothing', 5, '# nothing'],
  ] as const)('of %j to %s', (text, count, expected) => {
    expect(withLimit(text, count)).toBe(expected)
  })
})
