import { answerableQueries, type LeftOutQuery } from '../catalogue/answerable-queries'
import type { Catalogue } from '../catalogue/catalogue'
import type { DeployedLog } from '../catalogue/deployed-values'
import { planQuery } from '../catalogue/plan-query'
import { isArchived } from '../catalogue/query'
import { athena } from '../dialects/athena'
import { DAY_HOLES } from '../dialects/day-holes'
import { fieldsOf, type CompiledQuery } from '../dialects/dialect'
import type { ArchiveQuery } from './archive-query'
import type { LakeTable } from './lake'

// Lambda functions must not import this file, which loads the compiler.

export interface CompiledArchive {
  readonly compiled: readonly (ArchiveQuery & Pick<CompiledQuery, 'columns'>)[]
  readonly leftOut: readonly LeftOutQuery[]
}

/** The queries that the catalogue marks `Archive: daily`, as SQL with holes for the day. */
export function compileArchive(
  log: LakeTable & DeployedLog,
  catalogue: Catalogue,
): CompiledArchive {
  const archived = catalogue.all().filter(isArchived)
  const { queries, values, leftOut } = answerableQueries(archived, log)
  const description = {
    fields: fieldsOf(log.logFormat),
    table: ['awsdatacatalog', log.database, log.table],
  }
  const compiled = queries.map((query) => {
    const plan = planQuery(query, values)
    if (athena.compile(plan, description).text.includes('{{')) {
      throw new Error(`${query.name}: the SQL contains \`{{\` outside its time bounds`)
    }
    const { text, columns } = athena.compile(plan, description, DAY_HOLES)
    return { name: query.name, sql: text, columns }
  })
  return { compiled, leftOut }
}
