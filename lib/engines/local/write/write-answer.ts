import type { AnswerFile, Question, RunOptions } from '../../engine'
import { resultColumns } from '../../result-columns'
import type { Reading } from '../answer/answer'
import { checksOf, runChecks } from '../answer/checks'
import { emptyNote } from '../answer/empty-answer'
import type { Workspace } from '../duckdb/workspace'
import { copyAnswer, copyNoRows } from './copy-answer'

/** Writes the answer of a question to a file and gives the number of rows; undefined where a presenter must write them. Errors are those of {@link copyAnswer}. */
export async function writeAnswer(
  question: Question,
  file: AnswerFile,
  reading: Reading | undefined,
  workspace: Workspace,
  onNotice: RunOptions['onNotice'],
): Promise<number | undefined> {
  const columns = resultColumns(question.plan)
  if (!reading) {
    const isParquet = file.format === 'parquet'
    return isParquet ? copyNoRows(columns, file, await workspace.database()) : undefined
  }
  const { database, sqlOf } = reading
  const rows = await copyAnswer(sqlOf(question), columns, file, database)
  if (rows === 0) onNotice?.(await emptyNote(question.range, reading), question)
  // A presenter's rows come from an answer, which runs the checks.
  if (rows !== undefined)
    await runChecks(checksOf(question, reading, rows === 0), reading, (notice) =>
      onNotice?.(notice, question),
    )
  return rows
}
