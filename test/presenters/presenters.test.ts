import type { Layout } from '../../lib/presenters/presenter'
import { PRESENTERS, type OutputName } from '../../lib/presenters/presenters'
import type { ResultColumn, Row } from '../../lib/results/result'

const COLUMNS: readonly ResultColumn[] = [
  { name: 'minute', type: 'time' },
  { name: 'address', type: 'text' },
  { name: 'port', type: 'integer' },
  { name: 'records', type: 'integer' },
  { name: 'share', type: 'number', unit: 'percent' },
  { name: 'traffic', type: 'integer', unit: 'bytes' },
  { name: 'cost', type: 'number', unit: 'usd' },
]
const ROWS: readonly Row[] = [
  [new Date('2026-03-14T09:00:00Z'), '192.0.2.1', 8443, 1234567, 12.345, 1234567890, 1234.5],
  [new Date('2026-03-14T09:00:00.250Z'), '-', 53, 2n ** 60n, NaN, 999, 0.0012],
  [null, '=1+1', 443, 0, 0, 2n ** 70n, null],
]

describe('table', () => {
  it('aligns figures at the right, with thousands, units and nothing for no value', async () => {
    expect(await present('table', COLUMNS, ROWS)).toBe(
      [
        'minute                   address    port                    records  share      traffic       cost',
        '-----------------------  ---------  ----  -------------------------  -----  -----------  ---------',
        '2026-03-14 09:00:00      192.0.2.1  8443                  1,234,567  12.3%      1.23 GB  $1,234.50',
        '2026-03-14 09:00:00.250               53  1,152,921,504,606,846,976               999 B    $0.0012',
        '                         =1+1        443                          0   0.0%  1,180.59 EB',
        '',
      ].join('\n'),
    )
  })

  it('cuts the widest text columns to fit a terminal, and never a figure', async () => {
    const columns = [text('name'), text('description'), integer('records')]
    const rows = [['interface-eni-1', 'a long description that is cut somewhere', 1234567890]]

    expect(await present('table', columns, rows, { width: 40 })).toBe(
      [
        'name         description         records',
        '-----------  ------------  -------------',
        'interface-…  a long desc…  1,234,567,890',
        '',
      ].join('\n'),
    )
    expect(await present('table', columns, rows, { width: 10 })).toBe(
      [
        'name      descrip…        records',
        '--------  --------  -------------',
        'interfa…  a long …  1,234,567,890',
        '',
      ].join('\n'),
    )
  })

  it('cuts nothing when it does not write to a terminal', async () => {
    expect(await present('table', [text('name')], [['x'.repeat(300)]])).toBe(
      `name\n${'-'.repeat(300)}\n${'x'.repeat(300)}\n`,
    )
  })

  it('shows control characters as escapes and prints the header bold only in colour', async () => {
    const rows = [['\u001b[31mred\u0007 a\nb \u202egnp.exe \u009b']]

    expect(await present('table', [text('name')], rows, { width: 80, color: true })).toBe(
      `\u001b[1mname\u001b[22m\n${'-'.repeat(41)}\n\\x1b[31mred\\x07 a\\x0ab \\u202egnp.exe \\x9b\n`,
    )
  })

  it('counts two cells for a wide character and none for a combining one', async () => {
    expect(
      await present(
        'table',
        [text('a'), text('b')],
        [
          ['日本', '|'],
          ['e\u0301', '|'],
        ],
      ),
    ).toBe('a     b\n----  -\n日本  |\ne\u0301     |\n')
  })

  it('prints the header when there is no row', async () => {
    expect(await present('table', [text('name')], [])).toBe('name\n----\n')
  })

  it('keeps on printing with the widths of the first rows', async () => {
    const rows = Array.from({ length: 2500 }, (_, index): Row => [index])
    const printed = await present('table', [integer('n')], rows)

    expect(printed.split('\n')).toHaveLength(2503)
    expect(printed.split('\n').at(-2)).toBe('2,499')
  })
})

describe('csv', () => {
  it('writes a header line, CRLF, ISO times, plain figures and nothing for no value', async () => {
    expect(await present('csv', COLUMNS, ROWS)).toBe(
      [
        'minute,address,port,records,share,traffic,cost',
        '2026-03-14T09:00:00Z,192.0.2.1,8443,1234567,12.345,1234567890,1234.5',
        '2026-03-14T09:00:00.250Z,,53,1152921504606846976,,999,0.0012',
        ",'=1+1,443,0,0,1180591620717411303424,",
        '',
      ].join('\r\n'),
    )
  })

  it('defuses formulas in text and leaves negative figures alone', async () => {
    const texts = ['=1', '+1', '-1', '@x', '\tx', '\rx', 'a=b']

    expect(
      await present(
        'csv',
        [text('a'), integer('n')],
        texts.map((value) => [value, -5]),
      ),
    ).toBe(`a,n\r\n'=1,-5\r\n'+1,-5\r\n'-1,-5\r\n'@x,-5\r\n'\tx,-5\r\n"'\rx",-5\r\na=b,-5\r\n`)
  })

  it('quotes commas, quotes and line ends', async () => {
    expect(await present('csv', [text('a,b')], [['say "x"'], ['a\nb'], ['a,b']])).toBe(
      '"a,b"\r\n"say ""x"""\r\n"a\nb"\r\n"a,b"\r\n',
    )
  })

  it('keeps control characters for a file and shows them on a terminal', async () => {
    expect(await present('csv', [text('a')], [['\u001b[2J']])).toBe('a\r\n\u001b[2J\r\n')
    expect(await present('csv', [text('a')], [['\u001b[2J']], { width: 80 })).toBe(
      'a\r\n\\x1b[2J\r\n',
    )
  })
})

describe('json', () => {
  it('writes integers exactly, as strings beyond a double, and null for no value', async () => {
    const printed = await present('json', COLUMNS, ROWS)

    expect(printed).toBe(
      `[
  {"minute":"2026-03-14T09:00:00Z","address":"192.0.2.1","port":8443,"records":1234567,"share":12.345,"traffic":1234567890,"cost":1234.5},
  {"minute":"2026-03-14T09:00:00.250Z","address":null,"port":53,"records":"1152921504606846976","share":null,"traffic":999,"cost":0.0012},
  {"minute":null,"address":"=1+1","port":443,"records":0,"share":0,"traffic":"1180591620717411303424","cost":null}
]
`,
    )
    expect(JSON.parse(printed)).toHaveLength(3)
  })

  it('writes a bigint that a double holds as an integer, and infinity as null', async () => {
    expect(await present('json', [integer('n'), integer('m')], [[5n, Infinity]])).toBe(
      '[\n  {"n":5,"m":null}\n]\n',
    )
  })

  it('prints an empty array when there is no row', async () => {
    expect(await present('json', COLUMNS, [])).toBe('[]\n')
  })

  it('escapes what a terminal would act on, and reads back as the same text', async () => {
    const printed = await present('json', [text('a')], [['\u001b\u009b\u202e\ud800']])

    expect(printed).toBe('[\n  {"a":"\\u001b\\u009b\\u202e\\ud800"}\n]\n')
    expect(JSON.parse(printed)).toEqual([{ a: '\u001b\u009b\u202e\ud800' }])
  })

  it('prints rows as they come', async () => {
    const seen: string[] = []
    async function* batches(): AsyncGenerator<readonly Row[]> {
      seen.push('first')
      yield [[1]]
      seen.push('second')
      await Promise.resolve()
      yield [[2]]
    }
    for await (const piece of PRESENTERS.json({
      columns: [integer('n')],
      batches: batches(),
    }))
      seen.push(piece)

    expect(seen).toEqual(['first', '[\n  {"n":1}', 'second', ',\n  {"n":2}', '\n]\n'])
  })
})

describe('ndjson', () => {
  it('writes one object a line and nothing for no rows', async () => {
    expect(
      await present(
        'ndjson',
        [integer('n'), text('a')],
        [
          [1, 'x'],
          [2, '-'],
        ],
      ),
    ).toBe('{"n":1,"a":"x"}\n{"n":2,"a":null}\n')
    expect(await present('ndjson', [integer('n')], [])).toBe('')
  })
})

describe('markdown', () => {
  it('aligns figures and shows units', async () => {
    expect(await present('markdown', COLUMNS, ROWS.slice(0, 2))).toBe(
      [
        '| minute | address | port | records | share | traffic | cost |',
        '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
        '| 2026-03-14 09:00:00 | 192.0.2.1 | 8443 | 1,234,567 | 12.3% | 1.23 GB | $1,234.50 |',
        '| 2026-03-14 09:00:00.250 |  | 53 | 1,152,921,504,606,846,976 |  | 999 B | $0.0012 |',
        '',
      ].join('\n'),
    )
  })

  it('lets no cell end itself, open a tag or become a link', async () => {
    expect(
      await present('markdown', [text('a')], [['a|b\nc <img src=x> & [x](y) `z` *b* \\|']]),
    ).toBe(
      '| a |\n| --- |\n| a\\|b\\\\x0ac &lt;img src=x&gt; &amp; \\[x\\](y) \\`z\\` \\*b\\* \\\\\\| |\n',
    )
  })
})

function text(name: string): ResultColumn {
  return { name, type: 'text' }
}

function integer(name: string): ResultColumn {
  return { name, type: 'integer' }
}

async function present(
  output: OutputName,
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  layout: Layout = {},
): Promise<string> {
  let printed = ''
  for await (const piece of PRESENTERS[output]({ columns, batches: [rows] }, layout))
    printed += piece
  return printed
}
