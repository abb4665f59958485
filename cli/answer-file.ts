import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer, Enrich } from '../lib/answers/answer'
import { removeOldParts, replaceFile } from '../lib/atomic-file'
import {
  ask,
  askForFile,
  type AskOptions,
  type FileAnswer,
  type DescribedQuestion,
} from '../lib/engines/ask'
import type { Engine, FileFormat } from '../lib/engines/engine'
import { throwIfAborted, UserError } from '../lib/errors'
import { PRESENTERS } from '../lib/presenters/presenters'
import type { Coverage, Statistics } from '../lib/results/result'
import type { OutputFile } from './output'

/** What is known of an answer when its last row is read. */
export interface AnswerFacts {
  readonly statistics: Statistics
  readonly coverage: Coverage
}

/**
 * Writes the answer of a question to a file, which appears when it is complete. Errors are those of the engine.
 * @throws {UserError} when the file cannot be written.
 */
export async function writeAnswerFile(
  engine: Engine,
  question: DescribedQuestion,
  { path, shown, format }: OutputFile,
  options: AskOptions,
  enrich?: Enrich,
): Promise<AnswerFacts> {
  await removeOldParts([path])
  let facts: AnswerFacts | undefined
  await replaceFile(path, async (part) => {
    // The engine does not know what is added; Parquet has the engine's rows.
    const asked =
      enrich && format !== 'parquet'
        ? askEnriched(engine, question, enrich, options)
        : askForFile(engine, question, { path: part, format }, options)
    const { answer, isWritten } = await asked.catch((error: unknown) => {
      throw explainPartError(error, part, shown)
    })
    if (isWritten) await readToEnd(answer)
    else await present(answer, format, part, shown, options.signal)
    facts = { statistics: await answer.statistics, coverage: await answer.coverage }
    return true
  })
  return facts!
}

async function askEnriched(
  engine: Engine,
  question: DescribedQuestion,
  enrich: Enrich,
  options: AskOptions,
): Promise<FileAnswer> {
  return { answer: await enrich(await ask(engine, question, options)), isWritten: false }
}

/** The error of an engine that could not write the file names its temporary file. */
function explainPartError(error: unknown, part: string, shown: string): unknown {
  if (!(error instanceof UserError) || !error.message.includes(part)) return error
  const reason = error.message.slice(error.message.lastIndexOf(': ') + 2)
  return new UserError(`cannot write \`${shown}\`: ${reason}`, { cause: error })
}

async function readToEnd({ batches }: Answer): Promise<void> {
  for await (const rows of batches) {
    if (rows.length > 0) throw new Error('an answer is both in a file and in rows')
  }
}

async function present(
  answer: Answer,
  format: FileFormat,
  part: string,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (format === 'parquet') throw new Error('only an engine that reads files writes Parquet')
  const file = createWriteStream(part)
  try {
    await pipeline(Readable.from(PRESENTERS[format](answer)), file)
  } catch (error) {
    throwIfAborted(signal, error)
    if (error !== file.errored) throw error
    throw new UserError(`cannot write \`${shown}\`: ${(error as Error).message}`, { cause: error })
  }
}
