import { deflateSync, createInflate, inflateSync, constants } from 'node:zlib'
import type { Codec } from '../../../../lib/engines/local/inspect/codecs/codec'
import { CODECS } from '../../../../lib/engines/local/inspect/codecs/codecs'
import type { Container } from '../../../../lib/engines/local/inspect/containers/container'
import { CONTAINERS } from '../../../../lib/engines/local/inspect/containers/containers'
import { parseFormat } from '../../../../lib/flow-log/format'
import { ask, BYTES, log, record, workbench, type Workbench } from '../workbench'

// A codec and a container that nothing but their line in the table knows.

const zlib: Codec = {
  name: 'zlib',
  ending: '.zz',
  recognizes: (head) => head[0] === 0x78,
  decodeHead: (head) => inflateSync(head, { finishFlush: constants.Z_SYNC_FLUSH }),
  decode: (bytes, maxBytes) => inflateSync(bytes, { maxOutputLength: maxBytes }),
  decoder: () => createInflate(),
  damageOf(error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code?.startsWith('Z_')) return undefined
    return code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'
  },
}

/** As syslog writes what it receives: host and program before each record. */
const syslog: Container = {
  kind: 'text',
  name: 'syslog',
  recognize: ([first]) =>
    first!.startsWith('host vpc: ')
      ? { fields: parseFormat('v2'), hasHeader: false, prefixColumns: 2, usesLogFormat: false }
      : undefined,
}

let bench: Workbench
beforeEach(() => {
  bench = workbench()
  ;(CODECS as Codec[]).unshift(zlib)
  ;(CONTAINERS as Container[]).unshift(syslog)
})
afterEach(() => {
  bench.remove()
  ;(CODECS as Codec[]).shift()
  ;(CONTAINERS as Container[]).shift()
})

const syslogOf = (...records: readonly string[]) =>
  records.map((line) => `host vpc: ${line}\n`).join('')

test('files of a new codec are read, sound, cut and corrupt', async () => {
  const cacheFolder = bench.path('cache')
  bench.write('logs/a.log.zz', deflateSync(log(record(1), record(2))))
  bench.write('logs/b.log.zz', deflateSync(log(record(3), 'no record', record(4))))
  bench.gzip('logs/c.log.gz', log(record(5)))
  const broken = deflateSync(log(record(6)))
  broken[broken.length - 1]! ^= 1
  bench.write('logs/d.log.zz', broken)
  bench.write('logs/e.log.zz', '')
  for (const reading of ['first', 'second']) {
    const { rows, messages, statistics } = await ask(bench.path('logs'), {
      sql: BYTES,
      cacheFolder,
    })
    expect([reading, ...rows.flat()]).toEqual([reading, 1, 2, 3, 4, 5])
    expect(messages.map((message) => message.replaceAll(bench.path('logs/'), ''))).toEqual([
      `damage: d.log.zz: corrupt zlib (incorrect data check): skipped all ${broken.length} bytes`,
      'damage: e.log.zz: empty file, not a zlib stream',
      'damage: b.log.zz: skipped 1 unreadable line, line 3: `no record`',
    ])
    expect(statistics).toMatchObject({ filesRead: 5, recordsScanned: 5, linesUnreadable: 1 })
  }
})

test('files of a new container are read, compressed and remembered too', async () => {
  const cacheFolder = bench.path('cache')
  bench.write('logs/a.log', syslogOf(record(1), record(2)))
  bench.gzip('logs/b.log.gz', syslogOf(record(3)))
  bench.write('logs/c.log', `${syslogOf(record(4))}host vpc: no record\n`)
  for (const reading of ['first', 'second']) {
    const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, cacheFolder })
    expect([reading, ...rows.flat()]).toEqual([reading, 1, 2, 3, 4])
    expect(messages).toEqual([
      `damage: ${bench.path('logs/c.log')}: skipped 1 unreadable line, line 2: \`host vpc: no record\``,
    ])
  }
})
