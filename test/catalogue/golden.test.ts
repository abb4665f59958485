import { athena } from '../../lib/dialects/athena'
import { duckdb } from '../../lib/dialects/duckdb'
import { FORMATS } from '../../lib/flow-log/format'
import { printPlan } from '../../lib/language/plan-text'
import { catalogue, describeLog, exampleText, planOf } from '../example-questions'
import { expectGolden, readGolden } from '../golden'

const DIALECTS = [
  { dialect: duckdb, table: ['flow_logs'] },
  { dialect: athena, table: ['awsdatacatalog', 'natlens', 'flow_logs'] },
]
const DAY = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') }

describe.each(catalogue.all().map((query) => [query.name, query] as const))('%s', (name, query) => {
  const plan = planOf(exampleText(query))

  it('counts its version up when its plan changes', () => {
    const text = `Version: ${query.version}\n\n${printPlan(plan)}`
    const before = readGolden(`${name}/plan.txt`)
    const [version, ...steps] = (before ?? '').split('\n')
    const changed =
      before !== undefined && steps.join('\n') !== text.split('\n').slice(1).join('\n')

    if (changed && version === `Version: ${query.version}`) {
      throw new Error(
        `the plan of ${name} has changed: count its \`# Version:\` up, then npm run test:update`,
      )
    }
    expectGolden(`${name}/plan.txt`, text)
  })

  it.each(DIALECTS.map((each) => [each.dialect.name, each] as const))(
    'compiles to %s',
    (engine, { dialect, table }) => {
      const v5 = dialect.compile(plan, describeLog(FORMATS.v5, table), DAY).text
      const v11 = dialect.compile(plan, describeLog(FORMATS.v11, table), DAY).text

      expectGolden(`${name}/${engine}.sql`, `${v5}\n`)
      if (v11 !== v5) expectGolden(`${name}/${engine}.v11.sql`, `${v11}\n`)
    },
  )
})
