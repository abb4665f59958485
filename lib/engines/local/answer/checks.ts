import type { Notice } from '../../../results/notice'
import type { Row } from '../../../results/result'
import type { Check, LogSummary, Question } from '../../engine'
import type { Plan } from '../../../language/plan'
import type { Database } from '../duckdb/database'
import { rowsFrom } from '../duckdb/rows'
import { planChecks } from './plan-checks'

interface Checked {
  readonly database: Database
  readonly log: LogSummary
  readonly compile: (plan: Plan) => string
}

/** The checks that came with a question, and those of its plan. */
export function allChecks({ checks = [], plan }: Question): readonly Check[] {
  return [...checks, ...planChecks(plan)]
}

/** The checks that a question needs, once it is known whether its answer is empty. */
export function checksOf(
  question: Question,
  { log }: Pick<Checked, 'log'>,
  isEmpty: boolean,
): readonly Check[] {
  return allChecks(question).filter(
    ({ isOptional = false }) => !isOptional || isEmpty || !log.isParquet,
  )
}

/** Runs checks over the records of a reading, each with those that its rows make necessary. */
export async function runChecks(
  checks: readonly Check[],
  reading: Checked,
  notify: (notice: Notice) => void,
): Promise<void> {
  for (const { plan, report } of checks) {
    const rows: Row[] = []
    for await (const batch of rowsFrom(reading.database, reading.compile(plan))) rows.push(...batch)
    const { notices, next = [] } = report(rows, reading.log)
    notices.forEach(notify)
    await runChecks(next, reading, notify)
  }
}
