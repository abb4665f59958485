import { formatCidr, parseCidr } from '../../lib/flow-log/cidr'

const normal = (text: string) => {
  const cidr = parseCidr(text)
  return cidr && `${formatCidr(cidr)} ${cidr.strict ? 'as written' : 'with host bits'}`
}

describe('blocks of addresses', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8 as written'],
    ['10.1.2.3/8', '10.0.0.0/8 with host bits'],
    ['10.1.2.3', '10.1.2.3/32 as written'],
    ['0.0.0.0/0', '0.0.0.0/0 as written'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128 as written'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128 as written'],
    ['fe80::1/10', 'fe80::/10 with host bits'],
    ['::/0', '::/0 as written'],
    ['::ffff:10.0.0.1', '::ffff:a00:1/128 as written'],
  ])('reads %s', (text, expected) => {
    expect(normal(text)).toBe(expected)
  })

  it.each([
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '::/129',
    '10.0.0.256',
    'fe80::1%eth0',
    '10.0.0.0/8") | stats',
    '',
  ])('refuses `%s`', (text) => {
    expect(parseCidr(text)).toBeUndefined()
  })
})
