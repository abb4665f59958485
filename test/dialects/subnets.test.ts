import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askText } from '../ask'

let folder: string
let path: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-subnets-'))
  path = join(folder, 'log.txt')
  const lines = [...ADDRESSES.map(text), '-', '2001:db8::a'].map((address) => `eni-a ${address}`)
  writeFileSync(path, `${['interface-id dstaddr', ...lines].join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Block {
  readonly base: number
  readonly prefix: number
}

const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
const sizeOf = ({ prefix }: Block) => 2 ** (32 - prefix)
const isInside = (address: number, block: Block) =>
  address >= block.base && address < block.base + sizeOf(block)

/** Around one address a block of each length; its octets have one, two and three digits. */
function blocksAround(address: number): readonly Block[] {
  return Array.from({ length: 33 }, (_, prefix) => {
    const size = 2 ** (32 - prefix)
    return { base: Math.floor(address / size) * size, prefix }
  })
}

const BLOCKS = [0xac10_25d3, 0x0a03_6401, 0x645f_0063].flatMap(blocksAround)
const EDGES = BLOCKS.flatMap((block) => [
  block.base,
  block.base + sizeOf(block) - 1,
  block.base - 1,
  block.base + sizeOf(block),
])
/** Texts that begin as others do: 1.x, 10.x, 100.x; 172.1, 172.16, 172.160. */
const LOOKALIKES = [1, 10, 100, 17, 172].flatMap((first) =>
  [1, 16, 160, 3, 31].flatMap((second) => [(first * 256 + second) * 65536 + 256]),
)
const ADDRESSES = [...new Set([...EDGES, ...LOOKALIKES])].filter(
  (address) => address >= 0 && address <= 0xffff_ffff,
)

/** How many of the addresses DuckDB finds in each of the unions. */
async function counted(unions: readonly (readonly Block[])[]): Promise<unknown> {
  const columns = unions.map((blocks, index) => {
    const tests = blocks.map(({ base, prefix }) => `isIpInSubnet(dstAddr, "${text(base)}/${prefix}")`) // prettier-ignore
    return `sum(if(${tests.join(' or ')}, 1, 0)) as n${index}`
  })
  const { rows } = await askText(`stats ${columns.join(', ')}`, { paths: [path] })
  return rows[0]
}

const expected = (unions: readonly (readonly Block[])[]) =>
  unions.map(
    (blocks) =>
      ADDRESSES.filter((address) => blocks.some((block) => isInside(address, block))).length,
  )

test('an address is in a block of any length just when its number is', async () => {
  const each = BLOCKS.map((block) => [block])
  expect(await counted(each)).toEqual(expected(each))
})

test('and in a list of blocks, short or long, when it is in one of them', async () => {
  const unions = Array.from({ length: 40 }, (_, index) =>
    Array.from({ length: 1 + (index % 7) }, (_, part) => BLOCKS[(index * 5 + part * 19) % 99]!),
  )
  expect(await counted(unions)).toEqual(expected(unions))
})
