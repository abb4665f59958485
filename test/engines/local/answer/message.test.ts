import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { askText } from '../../../ask'

const HEADER = 'interface-id srcaddr later-field dstaddr bytes start end action log-status'
const LINE = 'eni-1 10.0.0.1 what-is-this 192.0.2.1 40 1773446400 1773446460 ACCEPT OK'
const SPACED = '  eni-1  10.0.0.2 what-is-this   192.0.2.1 40 1773446400 1773446460 ACCEPT OK\t'
const PLAIN =
  '2 123456789012 eni-1 10.0.0.1 192.0.2.1 1024 443 6 5 40 1773446400 1773446460 ACCEPT OK'
const ATHENA_LINE = '10.0.0.1 192.0.2.1 - 1773446400 ACCEPT'
const JSON_LINES = [PLAIN, PLAIN.replace('1024', '1025')]

const FILES: Readonly<Record<string, readonly [text: string, lines: readonly string[]]>> = {
  'unknown-column.log': [`${HEADER}\n${LINE}\n`, [LINE]],
  'spaces.log': [`${HEADER}\n${LINE}\n${SPACED}\n${LINE}\n`, [SPACED, LINE, LINE]],
  'windows.log': [`\ufeff${HEADER}\r\n${LINE}\r\n${LINE} \r\n`, [LINE, `${LINE} `]],
  'export.log': [`2026-03-14T00:00:00.000Z ${PLAIN}\n`, [PLAIN]],
  'insights.csv': [`@timestamp,@message\n2026-03-14 00:00:00.000,${PLAIN}\n`, [PLAIN]],
  'athena.csv': [
    `"srcaddr","dstaddr","bytes","start","action"\n"10.0.0.1","192.0.2.1","","1773446400","ACCEPT"\n`,
    [ATHENA_LINE],
  ],
  'events.json': [JSON.stringify({ logEvents: JSON_LINES.map((message) => ({ message })) }), JSON_LINES], // prettier-ignore
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-message-'))
  for (const [name, [text]] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'packed.log.gz'), gzipSync(`${HEADER}\n${SPACED}\n`))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function linesOf(...names: readonly string[]) {
  const paths = names.map((name) => join(folder, name))
  const { rows } = await askText('sort @message | display @message', { paths })
  return rows.flat()
}

describe('@message', () => {
  it.each(Object.entries(FILES))('is the line of the file %s', async (name, [, lines]) => {
    expect(await linesOf(name)).toEqual(lines)
  })

  it('is the line of each file, in files of several formats', async () => {
    const lines = await linesOf('unknown-column.log', 'athena.csv', 'export.log', 'packed.log.gz')

    expect(lines).toEqual([SPACED, PLAIN, ATHENA_LINE, LINE])
  })

  it('is parsed by the columns of the line', async () => {
    const text = 'parse @message "* * * *" as eni, src, later, rest | display src, later'
    const { rows } = await askText(text, { paths: [join(folder, 'unknown-column.log')] })

    expect(rows).toEqual([['10.0.0.1', 'what-is-this']])
  })
})
