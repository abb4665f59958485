import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { csv } from '../../lib/presenters/csv'
import { writeSample } from '../../lib/sample/sample'
import { ask } from '../ask'
import { catalogue } from '../example-questions'
import { expectGolden } from '../golden'

let folder: string
let paths: string[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-rows-'))
  paths = [join(folder, 'day')]
  await writeSample({ out: paths[0]!, conversations: 20, hours: 1 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the rows of every query over an hour of the sample', () => {
  it.each(catalogue.all().map(({ name, parameters }) => [name, parameters] as const))(
    '%s',
    async (name, parameters) => {
      const params = parameters
        .filter(({ required }) => required)
        .map((parameter) => `${parameter.name}=10.0.0.220`)

      const { columns, rows } = await ask(name, { paths, params })

      // The first rows are enough to read; that there are no others than there should be is for test/truth.test.ts.
      const text: string[] = []
      const batches = [rows.slice(0, 30)]
      for await (const part of csv({ columns, batches })) text.push(part)
      expectGolden(`${name}/rows.csv`, text.join(''))
    },
  )
})
