import { writeSample } from '../../lib/sample/sample'
import { workbench, type Workbench } from '../engines/local/workbench'
import { natlens } from './natlens-process'

/** Node loads it first; it prints how often each log was opened. */
const COUNT_OPENED = `
const fs = require('node:fs')
const opened = {}
for (const name of ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream']) {
  const original = fs[name]
  fs[name] = (path, ...others) => {
    if (String(path).endsWith('.log.gz')) opened[path] = (opened[path] ?? 0) + 1
    return original(path, ...others)
  }
}
require('node:module').syncBuiltinESMExports()
process.on('exit', () => fs.writeSync(2, 'opened: ' + JSON.stringify(opened) + '\\n'))
`

let bench: Workbench
beforeAll(async () => {
  bench = workbench()
  bench.write('count-opened.cjs', COUNT_OPENED)
  await writeSample({ out: bench.path('day'), conversations: 12, hours: 1, fields: 'v5' })
})
afterAll(() => bench.remove())

async function ask(...words: readonly string[]) {
  const NODE_OPTIONS = `--require ${bench.path('count-opened.cjs')}`
  const common = ['--path', bench.path('day/AWSLogs'), '--no-cache', '-o', 'json']
  const { stdout, stderr } = await natlens([...words, ...common], { environment: { NODE_OPTIONS } })
  const opened = JSON.parse(/opened: (.*)/.exec(stderr)![1]!) as Record<string, number>
  return { answer: JSON.parse(stdout) as unknown, opened, notes: stderr.match(/^note: .*$/gm) }
}

test('a summary opens each file as often as one query, and its figures are those of the queries', async () => {
  const [summary, conversations, minutes] = await Promise.all([
    ask('summary', '--top', '1000'),
    ask('run', 'nat/conversations', '--limit', '0'),
    ask('run', 'nat/peak-minute', '--limit', '0'),
  ])

  expect(Object.keys(summary.opened).length).toBeGreaterThan(5)
  expect(summary.opened).toEqual(conversations.opened)
  expect(summary.notes).toEqual(conversations.notes)
  const rows = conversations.answer as readonly object[]
  const [peak] = minutes.answer as readonly Readonly<Record<string, unknown>>[]
  expect(summary.answer).toMatchObject({
    conversations: rows.map(withoutTotal),
    peakMinute: { start: peak!['minute'], bytes: peak!['totalBytes'] },
  })
})

function withoutTotal(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'totalBytes'))
}
