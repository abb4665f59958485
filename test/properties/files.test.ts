import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { random } from '../../lib/sample/random'
import { askText } from '../ask'
import { catalogue, exampleText, planOf } from '../example-questions'
import { interpret } from '../interpreter/interpret'
import { oracle } from '../engines/local/read/oracle'
import { readRecords, type FlowRecord } from '../interpreter/flow-record'
import { disagreement } from './agree'
import { casesOf } from './cases'
import { choicesOf } from './choose'
import { planOrNone } from './plan-or-none'
import { randomQuery } from './queries'
import { randomTable } from './tables'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SEED = 20_260_314
// Records enough that a log is told from other text.
const logs = Array.from({ length: 40 }, (_, index) => randomTable(random(SEED, index), `t${index}`))
  .filter(
    ({ records, log }) => records.length > 4 && ![...log.fields.values()].includes('sometimes'),
  )
  .map(({ format, records }) =>
    [format.map(({ token }) => token).join(' '), ...records.map(({ message }) => message), ''].join(
      '\n',
    ),
  )
  .filter((text) => possibleRecords(text).length > 0)

describe('files of text', () => {
  it('are read as the interpreter reads them, through all of the local engine', async () => {
    const paths = logs.map((text, index) => {
      const path = join(folder, `${index}.log`)
      writeFileSync(path, text)
      return path
    })
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const choose = choicesOf(generate)
        const index = choose.below(logs.length)
        const text = randomQuery(choose)
        const plan = planOrNone(text)
        if (!plan) return
        const expected = interpret(plan, possibleRecords(logs[index]!))
        if (expected.notes.outOfRange || expected.notes.openChoice) return

        const { columns, rows } = await askText(text, { paths: [paths[index]!] })

        expect(columns).toEqual(expected.columns)
        const found = disagreement(expected, rows)
        if (found !== undefined) throw new Error(`${found}\n${text}`)
      }),
      { ...casesOf(30), numRuns: 30 },
    )
  })

  it('answer every query of the catalogue as the interpreter does', async () => {
    const [log] = logs.filter((text) => text.includes('instance-tag'))
    const path = join(folder, 'catalogue.log')
    writeFileSync(path, log!)
    for (const query of catalogue.all()) {
      const text = exampleText(query)
      const expected = interpret(planOf(text), possibleRecords(log!))

      const { rows } = await askText(text, { paths: [path] })

      expect([query.name, disagreement(expected, rows)]).toEqual([query.name, undefined])
    }
  })
})

/** The records of a log without those that have impossible values. */
function possibleRecords(text: string): readonly FlowRecord[] {
  const { unreadable } = oracle({ bytes: Buffer.from(text), fields: [], prefixColumns: 0, columns: [] }) // prettier-ignore
  const impossible = new Set(unreadable.map(({ line }) => line))
  const lines = text.split('\n').filter((_, index) => !impossible.has(index + 1))
  return readRecords(lines.join('\n'))
}
