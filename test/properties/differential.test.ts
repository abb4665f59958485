import fc from 'fast-check'
import { duckdb } from '../../lib/dialects/duckdb'
import { rowsOf } from '../../lib/engines/local/duckdb/cells'
import { random } from '../../lib/sample/random'
import type { ColumnType } from '../../lib/results/result'
import { interpret } from '../interpreter/interpret'
import { disagreement } from './agree'
import { casesOf } from './cases'
import { choicesOf } from './choose'
import { planOrNone } from './plan-or-none'
import { randomQuery } from './queries'
import { randomTable } from './tables'
import { tablesInDuckdb } from './tables-in-duckdb'

const { numRuns, seed } = casesOf(300)
const CASES_OF_A_TABLE = 40
const TYPES: Readonly<Record<ColumnType, RegExp>> = {
  text: /^VARCHAR$/,
  integer: /^(HUGEINT|BIGINT|INTEGER)$/,
  number: /^DOUBLE$/,
  time: /^TIMESTAMP$/,
}

const tables = Array.from({ length: Math.max(20, Math.ceil(numRuns / CASES_OF_A_TABLE)) }, (_, i) =>
  randomTable(random(seed, i), `t${i}`),
)

const { connection } = tablesInDuckdb(tables)

describe('a random query over random records', () => {
  it(`has the answer that the interpreter finds, by ${numRuns} queries`, async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const choose = choicesOf(generate)
        const { log, records } = choose.pick(tables)
        const text = randomQuery(choose)
        const plan = planOrNone(text)
        if (!plan) return
        const sql = duckdb.compile(plan, log).text
        const expected = interpret(plan, records)
        const { outOfRange, openChoice } = expected.notes
        const told = `${text}\n\n${sql}`

        const answer = await connection()
          .run(sql)
          .catch((error: Error) => {
            throw new Error(`${error.message}\n${told}`)
          })
        const types = answer.columnTypes().map(String)
        const rows = (await answer.fetchAllChunks()).flatMap((chunk) => rowsOf(chunk))

        expect(answer.columnNames().length).toBe(expected.columns.length)
        for (const [index, { name, type }] of expected.columns.entries()) {
          // DuckDB gives a column of nothing but constants that are missing a type of its own.
          if (rows.every((row) => row[index] === null)) continue
          if (!TYPES[type].test(types[index]!)) throw new Error(`${name} is ${types[index]}\n${told}`) // prettier-ignore
        }
        if (outOfRange || openChoice) return
        compared++
        const found = disagreement(expected, rows)
        if (found !== undefined) throw new Error(`${found}\n${told}`)
      }),
      { numRuns, seed },
    )
    expect(compared).toBeGreaterThan(numRuns / 2)
  }, 3_600_000)
})
