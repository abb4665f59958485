import type { Format } from '../flow-log/format'
import { deployedValues, type DeployedLog } from './deployed-values'
import type { GivenValues } from './fill'
import type { CatalogueQuery } from './query'

/** The queries that a deployed log can answer, and why it cannot answer the others. */
export interface AnswerableQueries {
  readonly queries: readonly CatalogueQuery[]
  /** For the parameters of all these queries. */
  readonly values: GivenValues
  readonly leftOut: readonly LeftOutQuery[]
}

export interface LeftOutQuery {
  /** `nat/conversations` */
  readonly query: string
  readonly reason: string
}

export function answerableQueries(
  candidates: readonly CatalogueQuery[],
  log: DeployedLog,
): AnswerableQueries {
  const values = deployedValues(log)
  const queries: CatalogueQuery[] = []
  const leftOut: LeftOutQuery[] = []
  for (const query of candidates) {
    const reason = reasonToLeaveOut(query, log.logFormat, values)
    if (reason === undefined) queries.push(query)
    else leftOut.push({ query: query.name, reason })
  }
  return { queries, values, leftOut }
}

function reasonToLeaveOut(
  { needs, parameters }: CatalogueQuery,
  format: Format,
  values: GivenValues,
): string | undefined {
  const fields = needs.filter((name) => !format.some((field) => field.name === name))
  if (fields.length > 0) return `the log format lacks ${fields.join(', ')}`

  const unknown = parameters.filter(({ name, required }) => required && !values.has(name))
  if (unknown.length === 0) return undefined
  return `the settings lack ${unknown.map(({ name }) => name).join(', ')}`
}
