import type { Answer, AnswerColumn } from '../answers/answer'
import { makeAnswer } from '../answers/make-answer'
import { roleOfField, type Role } from '../flow-log/roles'
import { deriveColumns, type Derivation } from '../language/derive-columns'
import type { Notice } from '../results/notice'
import type { Result, ResultColumn, Unit } from '../results/result'
import type { AnswerFile, Engine, LogSummary, Question, RunOptions } from './engine'

/** A question with what the query's comments state about it. */
export interface DescribedQuestion extends Question {
  readonly title: string
  readonly version: number
  readonly units: ReadonlyMap<string, Unit>
  readonly roles: ReadonlyMap<string, Role>
}

export interface AskOptions extends RunOptions {
  /** Notices that depend on the log, such as that the answer is not exact; left out where checks run. */
  readonly noticesOfLog?: ((log: LogSummary) => readonly Notice[]) | undefined
}

/** Runs a question and gives its answer, whose columns have units and roles. Errors are those of {@link Engine.run}. */
export async function ask(
  engine: Engine,
  question: DescribedQuestion,
  options: AskOptions = {},
): Promise<Answer> {
  const { runOptions, noticesOf } = collectNotices(withoutChecked(engine, [question], options))
  return answerOf(await engine.run(question, runOptions), question, noticesOf)
}

/** An answer for a file: its rows are in the file, or they are still to be written there. */
export interface FileAnswer {
  readonly answer: Answer
  readonly isWritten: boolean
}

/** Like {@link ask}, for an answer that goes to a file. Parquet is written only by an engine that reads files. */
export async function askForFile(
  engine: Engine,
  question: DescribedQuestion,
  file: AnswerFile,
  options: AskOptions = {},
): Promise<FileAnswer> {
  const { runOptions, noticesOf } = collectNotices(withoutChecked(engine, [question], options))
  const result = await engine.run(question, { ...runOptions, file })
  return { answer: answerOf(result, question, noticesOf), isWritten: result.isWritten ?? false }
}

/** A question, and what reads its answer. */
export interface Asked<T> {
  readonly question: DescribedQuestion
  /** Reads the answer before the next question runs. */
  readonly read: (answer: Answer) => Promise<T>
}

/**
 * Runs questions of one range in turn and gives what was read of their answers. An engine that can reads the log once for all of them.
 * Errors are those of {@link Engine.run} and of the readers; after the first no other question runs.
 */
export async function askAll<T extends readonly unknown[]>(
  engine: Engine,
  asked: { readonly [Index in keyof T]: Asked<T[Index]> },
  options: AskOptions = {},
): Promise<T> {
  const all: readonly Asked<unknown>[] = asked
  const questions = all.map(({ question }) => question)
  requireOneRange(questions)
  const { runOptions, noticesOf } = collectNotices(withoutChecked(engine, questions, options))
  const results = engine.runAll?.(questions, runOptions) ?? runInTurn(engine, questions, runOptions)
  const values: unknown[] = []
  for await (const result of results) {
    const { question, read } = all[values.length]!
    values.push(await read(answerOf(result, question, noticesOf)))
  }
  return values as unknown as T
}

async function* runInTurn(
  engine: Engine,
  questions: readonly Question[],
  { onLog, onNotice, ...options }: RunOptions,
): AsyncGenerator<Result, void> {
  for (const [index, question] of questions.entries()) {
    yield await engine.run(question, {
      ...options,
      onLog: index === 0 ? onLog : undefined,
      onNotice: (notice) => onNotice?.(notice, question),
    })
  }
}

/** The options without notices that checks replace. */
function withoutChecked(
  { runsChecks }: Engine,
  questions: readonly Question[],
  options: AskOptions,
): AskOptions {
  const checks = runsChecks ? questions.flatMap((question) => question.checks ?? []) : []
  if (checks.length === 0) return options
  const areOptional = checks.some(({ isOptional }) => isOptional)
  const { noticesOfLog } = options
  return {
    ...options,
    noticesOfLog: (log) => (areOptional && log.isParquet ? (noticesOfLog?.(log) ?? []) : []),
  }
}

function requireOneRange(questions: readonly Question[]): void {
  const ranges = questions.map(({ range }) => JSON.stringify(range))
  if (new Set(ranges).size > 1) throw new Error('the questions of one reading have several ranges')
}

/** Run options that remember the notices: those of a question are its own and those of the log. */
function collectNotices({ noticesOfLog, ...options }: AskOptions) {
  const noticed: { readonly notice: Notice; readonly about: Question | undefined }[] = []
  const onNotice = (notice: Notice, about?: Question) => {
    noticed.push({ notice, about })
    options.onNotice?.(notice, about)
  }
  const onLog = (log: LogSummary) => {
    options.onLog?.(log)
    for (const notice of noticesOfLog?.(log) ?? []) onNotice(notice)
  }
  return {
    runOptions: { ...options, onNotice, onLog },
    noticesOf: (question: Question) =>
      noticed
        .filter(({ about }) => about === undefined || about === question)
        .map(({ notice }) => notice),
  }
}

function answerOf(
  result: Result,
  question: DescribedQuestion,
  noticesOf: (question: Question) => readonly Notice[],
): Answer {
  const { name, title, version, range } = question
  return makeAnswer(result, {
    query: { name, title, version },
    range,
    columns: describeColumns(result.columns, question),
    notices: () => noticesOf(question),
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
