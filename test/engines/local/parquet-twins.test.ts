import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSample } from '../../../lib/sample/sample'
import { askText } from '../../ask'

const FIELDS =
  'version, account_id, eni, src, dst, src_port, dst_port, proto, packet_count, size, first, last, verdict, log_status'
const WHOLE = `parse @message "* * * * * * * * * * * * * *" as ${FIELDS}`

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-twins-'))
  for (const as of ['text', 'parquet'] as const)
    await writeSample({ out: join(folder, as), as, fields: 'v2', conversations: 8, hours: 1 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a query that parses has one answer over text and over Parquet of the same records', () => {
  it.each([
    `${WHOLE} | display src, dst, size | sort first, src, size | limit 50`,
    `${WHOLE} | filter verdict = "ACCEPT" | stats count(*) as n, sum(size) as b, avg(packet_count) as a by src, dst | sort b desc`,
    `${WHOLE} | filter log_status != "OK"`,
    'filter @message like /REJECT/ | stats count() as n by bin(5m)',
    'fields @timestamp, @message | sort @timestamp desc | limit 20',
    'parse @message /(?<verdict>ACCEPT|REJECT) (?<log>[A-Z]+)$/ | stats count(*) as n by verdict, log',
    'parse @message /^[0-9]+ (?<account>[0-9]+) (?<eni>eni-[0-9a-f]+)/ | stats count_distinct(eni) as enis by account',
    'parse srcAddr "*.*.*.*" as a, b, c, d | stats sum(bytes) as total by a, b | sort total desc',
    'parse bytes "*0" as tens | filter ispresent(tens) | stats count(*) as n, max(tens) as most',
    'parse @message "* * *" as one, two, three | limit 30',
  ])('%s', async (text) => {
    const [rows, twins] = await Promise.all(
      ['text', 'parquet'].map(
        async (as) => (await askText(text, { paths: [join(folder, as)] })).rows,
      ),
    )

    expect(twins).toEqual(rows)
    expect(rows!.length).toBeGreaterThan(0)
  })
})
