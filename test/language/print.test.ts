import type { Pipeline } from '../../lib/language/syntax'
import { parseQuery } from '../../lib/language/parse'
import { printPipeline } from '../../lib/language/print'
import { resolveQuery } from '../../lib/language/resolve'

/** What a query says, without its places in the text. */
function structure({ commands, text }: Pipeline): unknown {
  return commands.map((command) => {
    const { start, end } = command.span
    if (command.kind === 'other') return { ...command, span: text.slice(start, end) }
    return JSON.parse(
      JSON.stringify(command, (key, value: unknown) =>
        key === 'span' || key === 'nameSpan' ? undefined : value,
      ),
    ) as unknown
  })
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SOUP = [
  ...'fields display filter where stats sort limit dedup parse pattern SOURCE join'.split(' '),
  ...'and or not in like as by asc desc any source'.split(' '),
  ...'| | | , , ( ) ( ) [ ] = != < <= > >= == =~ + - * / % ^ ! : ; $ && || <> # . @'.split(' '),
  ...'srcAddr bytes dstPort @timestamp @message a.b.0 l[1] `a-b` `x y` pkt-srcaddr é naïve'.split(
    ' ',
  ),
  ...'sum( count( count(*) bin( bin(5m) if( isIpv4InSubnet( 5m 1hour 300s 12 0.5 1e5 10.0.0.1'.split(
    ' ',
  ),
  ...'"text" \'it\' "a\\"b" "\\\\" "10.0.0.0/8" /re/ /a\\/b/ "* *" {{p}} "{{p}}" {{ {x} " \' ` /'.split(
    ' ',
  ),
  '\n',
  '"with # and |"',
  '/(?<name>\\d+)/',
  '\u2028',
  '\ud800',
]

const SHAPES = [
  'filter',
  'stats count(*) as n by',
  'fields bytes as x,',
  'stats sum(bytes)/2 as y by srcAddr | sort',
  'parse @message "* *" as p, q | display',
  'filter not (a = 1) and',
]

function soup(random: () => number): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)]!
  const words = Array.from({ length: 1 + Math.floor(random() * 9) }, () => pick(SOUP))
  return [...(random() < 0.5 ? [pick(SHAPES)] : []), ...words].join(random() < 0.9 ? ' ' : '')
}

/** An expression that is sure to be grammatical. */
function expression(random: () => number, depth: number): string {
  const inner = () => expression(random, depth - 1)
  const simple = ['bytes', '`a-b`', '12', '0.5', '"t\\\\"', "'q\"'", '{{p}}', 'count(*)', 'bin(5m)']
  if (depth === 0) return simple[Math.floor(random() * simple.length)]!
  switch (Math.floor(random() * 8)) {
    case 0:
      return `(${inner()} ${['+', '-', '*', '/', '%', '^'][Math.floor(random() * 6)]} ${inner()})`
    case 1:
      return `(${inner()}) ${random() < 0.5 ? 'and' : 'or'} (${inner()})`
    case 2:
      return `not (${inner()})`
    case 3:
      return `-(${inner()})`
    case 4:
      return `f(${inner()}, ${inner()})`
    case 5:
      return `(${inner()}) ${random() < 0.5 ? 'not ' : ''}in [${inner().replace(/ (and|or) /g, ' + ')}]`
    case 6:
      return `(${inner()}) like /a\\/(b|c)\\\\/`
    default:
      return `(${inner()}) ${['=', '!=', '<', '>='][Math.floor(random() * 4)]} (${inner()})`
  }
}

describe('printPipeline', () => {
  it('never meets a text that throws, and what it prints reads the same, over 4000 random texts', () => {
    const random = seeded(1)
    let readable = 0
    for (let count = 0; count < 4000; count++) {
      const text = soup(random)
      const { pipeline, diagnostics } = parseQuery(text)
      resolveQuery(pipeline)
      if (diagnostics.some(({ severity }) => severity === 'error')) continue

      readable++
      const again = parseQuery(printPipeline(pipeline))
      expect({
        text,
        said: again.diagnostics.filter(({ severity }) => severity === 'error'),
      }).toEqual({ text, said: [] })
      expect({ text, is: structure(again.pipeline) }).toEqual({ text, is: structure(pipeline) })
    }
    expect(readable).toBeGreaterThan(150)
  })

  it('prints 1000 random expressions so that they read the same', () => {
    const random = seeded(2)
    for (let count = 0; count < 1000; count++) {
      const text = `fields ${expression(random, 1 + Math.floor(random() * 4))} as x`
      const { pipeline, diagnostics } = parseQuery(text)
      resolveQuery(pipeline)
      if (diagnostics.some(({ severity }) => severity === 'error')) continue

      const printed = printPipeline(pipeline)
      expect({ text, is: structure(parseQuery(printed).pipeline) }).toEqual({
        text,
        is: structure(pipeline),
      })
      expect(printPipeline(parseQuery(printed).pipeline)).toBe(printed)
      expect(parseQuery(printed).diagnostics).toEqual([])
    }
  })

  it('puts backticks around words of the grammar', () => {
    const text = 'fields `by` as `desc`, `a b` as `c-d`'

    expect(printPipeline(parseQuery(text).pipeline)).toBe(text)
  })
})
