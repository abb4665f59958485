import { fill } from '../lib/catalogue/fill'
import type { Question } from '../lib/engines/engine'
import { localEngine, type LocalOptions } from '../lib/engines/local/local-engine'
import { withLimit } from '../lib/language/limit'
import type { Cell } from '../lib/results/result'
import type { TimeRange } from '../lib/time'
import { collected, type Collected } from './engines/collected'
import { catalogue, planOf } from './example-questions'

export type Answer = Pick<Collected, 'columns' | 'rows' | 'notices'>

export interface Ask extends LocalOptions {
  readonly params?: readonly string[]
  readonly limit?: number | 'all'
  readonly range?: TimeRange
}

/** Runs one query of the catalogue on local files, through all stages, and collects the whole answer. */
export function ask(name: string, { params = [], limit, ...options }: Ask): Promise<Answer> {
  const query = catalogue.find(name)
  const filled = fill(query, params)
  const text = limit === undefined ? filled : withLimit(filled, limit)
  return run({ ...query, text, plan: planOf(text) }, options)
}

/** The same for a text of one's own. */
export function askText(text: string, options: Ask): Promise<Answer> {
  return run(
    { name: 'a query', text, plan: planOf(text), needs: [], otherwise: undefined },
    options,
  )
}

async function run(question: Omit<Question, 'range'>, { range, ...options }: Ask): Promise<Answer> {
  return collected(localEngine(options), { ...question, range })
}

/** The rows as objects, with `-` as no value, as every presenter shows it. */
export function objects({ columns, rows }: Answer): Record<string, Cell>[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name }, index) => [name, row[index] === '-' ? null : row[index]!]),
    ),
  )
}
