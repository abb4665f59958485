import { parseCidr } from '../../lib/flow-log/cidr'
import { ipv4Pattern } from '../../lib/dialects/ipv4-pattern'

const pattern = (...texts: string[]) =>
  ipv4Pattern(
    texts.map((text) => ({ base: Number(parseCidr(text)!.base), prefix: parseCidr(text)!.prefix })),
  )

const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')

describe('the pattern of IPv4 blocks', () => {
  it('is short where the prefix ends with an octet', () => {
    expect(pattern('10.0.0.0/8')).toBe('^10\\.')
    expect(pattern('172.16.0.0/12')).toBe('^172\\.(?:1[6-9]|2[0-9]|3[0-1])\\.')
    expect(pattern('192.0.2.7/32')).toBe('^192\\.0\\.2\\.7$')
    expect(pattern('10.0.0.0/8', '192.168.0.0/16')).toBe('^(?:10\\.|192\\.168\\.)')
  })

  it('matches just the addresses of the block, at the edges of every prefix length', () => {
    let seed = 1
    const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0)
    let checked = 0
    for (let prefix = 0; prefix <= 32; prefix++) {
      for (let round = 0; round < 20; round++) {
        const size = 2 ** (32 - prefix)
        const base = Math.floor(random() / size) * size
        const block = new RegExp(ipv4Pattern([{ base, prefix }]))
        const candidates = [
          base,
          base + size - 1,
          base - 1,
          base + size,
          base + (random() % size),
          random(),
        ]
        for (const candidate of candidates) {
          if (candidate < 0 || candidate > 0xffffffff) continue
          const inside = candidate >= base && candidate < base + size
          expect([text(candidate), text(base), prefix, block.test(text(candidate))]).toEqual([
            text(candidate),
            text(base),
            prefix,
            inside,
          ])
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(3000)
  })

  it('matches neither IPv6 text nor `-`', () => {
    for (const block of ['0.0.0.0/0', '128.0.0.0/1', '10.0.0.0/8']) {
      const regex = new RegExp(pattern(block))
      expect([regex.test('-'), regex.test('2001:db8::1'), regex.test('10:1::2')]).toEqual([
        false,
        false,
        false,
      ])
    }
  })
})
