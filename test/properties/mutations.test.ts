import fc from 'fast-check'
import { athena } from '../../lib/dialects/athena'
import { duckdb } from '../../lib/dialects/duckdb'
import { rowsOf } from '../../lib/engines/local/duckdb/cells'
import { UserError } from '../../lib/errors'
import { formatDiagnostic } from '../../lib/language/diagnostics'
import { withLimit } from '../../lib/language/limit'
import { parseQuery } from '../../lib/language/parse'
import type { Plan } from '../../lib/language/plan'
import { printPlan } from '../../lib/language/plan-text'
import { printPipeline } from '../../lib/language/print'
import { resolveQuery } from '../../lib/language/resolve'
import { random } from '../../lib/sample/random'
import { disagreement } from './agree'
import { casesOf } from './cases'
import { choicesOf } from './choose'
import { interpretedOrNone } from './interpreted-or-none'
import { mutatedQuery } from './mutations'
import { randomTable } from './tables'
import { tablesInDuckdb } from './tables-in-duckdb'

const { numRuns, seed } = casesOf(250)
const MAX_SECONDS = 1

const tables = Array.from({ length: 12 }, (_, i) => randomTable(random(seed, i), `t${i}`))

const { connection } = tablesInDuckdb(tables)

describe('a query with pieces changed', () => {
  it(`has diagnostics, or SQL that DuckDB runs and an answer that the interpreter finds, by ${numRuns} queries`, async () => {
    let planned = 0
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const choose = choicesOf(generate)
        const { log, records } = choose.pick(tables)
        const text = mutatedQuery(choose)
        const started = process.cpuUsage()
        const plan = planOfText(text)
        const sql = plan && compiled(plan, (each) => duckdb.compile(each, log).text)
        if (plan) compiled(plan, (each) => athena.compile(each, { ...log, hasMessage: false }).text)
        const { user, system } = process.cpuUsage(started)
        if ((user + system) / 1e6 > MAX_SECONDS)
          throw new Error(`${(user + system) / 1e6} s\n${text}`)
        if (!plan || sql === undefined) return

        planned++
        const told = `${text}\n\n${sql}`
        const answer = await connection()
          .run(sql)
          .catch((error: Error) => {
            throw new Error(`${error.message}\n${told}`)
          })
        const rows = (await answer.fetchAllChunks()).flatMap((chunk) => rowsOf(chunk))
        const expected = interpretedOrNone(plan, records, told)
        if (!expected || expected.notes.outOfRange || expected.notes.openChoice) return
        const found = disagreement(expected, rows)
        if (found !== undefined) throw new Error(`${found}\n${told}`)
      }),
      { numRuns, seed },
    )
    expect(planned).toBeGreaterThan(numRuns / 10)
  }, 36_000_000)
})

/** The plan of a text; everything that natlens prints of a text is printed. */
function planOfText(text: string): Plan | undefined {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline)
  const all = [...diagnostics, ...resolved.diagnostics]
  for (const diagnostic of all) formatDiagnostic(diagnostic, text, 'query')
  printPipeline(pipeline)
  withLimit(text, 7)
  const isValid = !all.some(({ severity }) => severity === 'error')
  if (!isValid || !resolved.plan) {
    if (all.length === 0) throw new Error(`no plan and no diagnostic\n${text}`)
    return undefined
  }
  printPlan(resolved.plan)
  return resolved.plan
}

/** SQL, or undefined where the dialect has no form for the plan and says so. */
function compiled(plan: Plan, compile: (plan: Plan) => string): string | undefined {
  try {
    return compile(plan)
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined
    throw thrown
  }
}
