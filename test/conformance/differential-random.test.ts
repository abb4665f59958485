import fc from 'fast-check'
import { athena } from '../../lib/dialects/athena'
import type { LogDescription } from '../../lib/dialects/dialect'
import { duckdb } from '../../lib/dialects/duckdb'
import { rowsOf } from '../../lib/engines/local/duckdb/cells'
import { UserError } from '../../lib/errors'
import type { Plan } from '../../lib/language/plan'
import type { Interpreted } from '../interpreter/interpret'
import { disagreement } from '../properties/agree'
import { casesOf } from '../properties/cases'
import { choicesOf } from '../properties/choose'
import { planOrNone } from '../properties/plan-or-none'
import { interpretedOrNone } from '../properties/interpreted-or-none'
import { mutatedQuery } from '../properties/mutations'
import { randomQuery } from '../properties/queries'
import { inDouble, trinoRows } from './differential-rows'
import { sharedTables, type SharedTables } from './differential-tables'
import { runOnTrino } from './trino-client'

const SERVER = process.env['TRINO_SERVER'] ?? ''
const LAKE = process.env['TRINO_LAKE'] ?? ''
const { numRuns, seed } = casesOf(1000)

let shared: SharedTables
beforeAll(async () => {
  if (SERVER === '' || LAKE === '')
    throw new Error(
      'TRINO_SERVER or TRINO_LAKE is not set: .ci/trino starts a server and sets them',
    )
  shared = await sharedTables(SERVER, LAKE, { count: 25, seed })
}, 300_000)
afterAll(() => shared.close())

// Of queries with pieces changed most have an error.
describe.each([
  { kind: 'a random query', queryOf: randomQuery, share: 1 / 3 },
  { kind: 'a query with pieces changed', queryOf: mutatedQuery, share: 1 / 20 },
])('$kind over the same Parquet files', ({ queryOf, share }) => {
  it(`has one answer on Trino, on DuckDB and in the interpreter, by ${numRuns} queries`, async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const choose = choicesOf(generate)
        const { log, records } = choose.pick(shared.tables)
        const text = queryOf(choose)
        const plan = planOrNone(text)
        // Trino's percentiles are approximate.
        if (!plan || /\bpct\(/i.test(text)) return
        const interpreted = interpretedOrNone(plan, records)
        if (!interpreted || interpreted.notes.outOfRange || interpreted.notes.openChoice) return
        const expected = inDoubles(interpreted)

        const sql = onTrinoTable(plan, log)
        if (sql === undefined) return
        const onTrino = await runOnTrino(SERVER, sql)
        const told = `${text}\n\n${sql}`
        compared++
        const found = disagreement(expected, trinoRows(onTrino, expected.columns))
        if (found !== undefined) throw new Error(`Trino: ${found}\n${told}`)

        const answer = await shared.connection.run(duckdb.compile(plan, log).text)
        const rows = (await answer.fetchAllChunks()).flatMap((chunk) => rowsOf(chunk))
        const other = disagreement(
          expected,
          rows.map((row) => row.map(inDouble)),
        )
        if (other !== undefined) throw new Error(`DuckDB: ${other}\n${told}`)
      }),
      { numRuns, seed },
    )
    expect(compared).toBeGreaterThanOrEqual(numRuns * share)
  }, 3_600_000)
})

/** Undefined for a plan that reads `@message`, which a table does not have. */
function onTrinoTable(plan: Plan, { fields, table }: LogDescription): string | undefined {
  try {
    return athena.compile(plan, { fields, table: ['files', 'random', ...table] }).text
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function inDoubles(answer: Interpreted): Interpreted {
  return {
    ...answer,
    rows: answer.rows.map((row) => row.map(inDouble)),
    cut: answer.cut?.map((row) => row.map(inDouble)),
  }
}
