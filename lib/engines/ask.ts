import type { Answer, AnswerColumn } from '../answers/answer'
import { makeAnswer } from '../answers/make-answer'
import { roleOfField, type Role } from '../flow-log/roles'
import { deriveColumns, type Derivation } from '../language/derive-columns'
import type { Notice } from '../results/notice'
import type { ResultColumn, Unit } from '../results/result'
import type { Engine, LogSummary, Question, RunOptions } from './engine'

/** A question with what the query's comments state about it. */
export interface DescribedQuestion extends Question {
  readonly title: string
  readonly version: number
  readonly units: ReadonlyMap<string, Unit>
  readonly roles: ReadonlyMap<string, Role>
}

export interface AskOptions extends RunOptions {
  /** A notice that depends on the log, such as that the answer is not exact. */
  readonly noticeOfLog?: ((log: LogSummary) => Notice | undefined) | undefined
}

/** Runs a question and gives its answer, whose columns have units and roles. Errors are those of {@link Engine.run}. */
export async function ask(
  engine: Engine,
  question: DescribedQuestion,
  options: AskOptions = {},
): Promise<Answer> {
  const notices: Notice[] = []
  const onNotice = (notice: Notice) => {
    notices.push(notice)
    options.onNotice?.(notice)
  }
  const result = await engine.run(question, {
    ...options,
    onNotice,
    onLog: (log) => {
      options.onLog?.(log)
      const notice = options.noticeOfLog?.(log)
      if (notice) onNotice(notice)
    },
  })
  const { name, title, version, range } = question
  return makeAnswer(result, {
    query: { name, title, version },
    range,
    columns: describeColumns(result.columns, question),
    notices: () => notices,
  })
}

/** The result's columns with what the query states about them, or else what they are made from. */
export function describeColumns(
  columns: readonly ResultColumn[],
  { plan, units, roles }: Pick<DescribedQuestion, 'plan' | 'units' | 'roles'>,
): readonly AnswerColumn[] {
  const derivations = new Map(
    deriveColumns(plan).map((derivation, index) => [plan.columns[index]!.name, derivation]),
  )
  return columns.map((column) => {
    const derivation = derivations.get(column.name)
    const unit = units.get(column.name) ?? column.unit
    return {
      ...column,
      unit,
      role: roles.get(column.name) ?? derivedRole({ ...column, unit }, derivation),
      isAdditive: derivation?.isAdditive ?? false,
    }
  })
}

function derivedRole(
  { type, unit }: ResultColumn,
  derivation: Derivation | undefined,
): Role | undefined {
  if (unit === 'bytes' || unit === 'usd') return unit
  if (type === 'time') return 'time'
  return derivation?.field && roleOfField(derivation.field)
}
