import process from 'node:process'
import { loadCatalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import { athena } from '../lib/dialects/athena'
import { fieldsOf } from '../lib/dialects/dialect'
import { duckdb } from '../lib/dialects/duckdb'
import { FORMATS } from '../lib/flow-log/format'
import { parseQuery } from '../lib/language/parse'
import { resolveQuery } from '../lib/language/resolve'

/**
 * Milliseconds of processor time from the text of a query to its SQL for DuckDB and for Athena, in a warm process, by the queries of
 * the catalogue without required parameters: `node --import tsx bench/compile.ts`. The goal is 5.
 */
const WARM_UP = 50
const ROUNDS = 40

const log = { fields: fieldsOf(FORMATS.v11), table: ['flow_logs'] }
const queries = loadCatalogue()
  .all()
  .filter(({ parameters }) => parameters.every(({ required }) => !required))
  .map((query) => ({ name: query.name, text: fill(query, []) }))

for (let round = 0; round < WARM_UP; round++) for (const { text } of queries) compile(text)

const measured = queries
  .map(({ name, text }) => {
    const start = process.cpuUsage()
    for (let round = 0; round < ROUNDS; round++) compile(text)
    const { user, system } = process.cpuUsage(start)
    return { name, milliseconds: (user + system) / 1000 / ROUNDS }
  })
  .sort((a, b) => b.milliseconds - a.milliseconds)
for (const { name, milliseconds } of measured) console.log(`${milliseconds.toFixed(2)} ${name}`)

function compile(text: string): void {
  const { plan } = resolveQuery(parseQuery(text).pipeline)
  if (!plan) throw new Error(`no plan: ${text}`)
  duckdb.compile(plan, log)
  athena.compile(plan, log)
}
