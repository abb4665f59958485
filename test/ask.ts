import { fill } from '../lib/catalogue/fill'
import type { Notice, Question } from '../lib/engines/engine'
import { localEngine, type LocalOptions } from '../lib/engines/local/local-engine'
import { withLimit } from '../lib/language/limit'
import type { Cell, ResultColumn, Row } from '../lib/results/result'
import type { TimeRange } from '../lib/time-range'
import { catalogue, planOf } from './example-questions'

export interface Answer {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Row[]
  readonly notices: readonly Notice[]
}

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
  const notices: Notice[] = []
  const result = await localEngine(options).run(
    { ...question, range },
    { onNotice: (notice) => notices.push(notice) },
  )
  const rows: Row[] = []
  for await (const batch of result.batches) rows.push(...batch)
  return { columns: result.columns, rows, notices }
}

/** The rows as objects, with `-` as no value, as every presenter shows it. */
export function objects({ columns, rows }: Answer): Record<string, Cell>[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name }, index) => [name, row[index] === '-' ? null : row[index]!]),
    ),
  )
}
