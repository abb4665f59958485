import { replaceFile, removeOldParts } from '../lib/atomic-file'
import { UserError } from '../lib/errors'
import type { Notice } from '../lib/results/notice'
import { isoTime } from '../lib/results/values'
import type { TimeRange } from '../lib/time'
import { writeFile } from 'node:fs/promises'
import { coverageJson, readJson, type AnswerCoverage } from './coverage-json'
import type { NewFile } from './output'

interface Noticed extends AnswerCoverage {
  readonly query: string
  readonly range: TimeRange | undefined
  readonly notices: readonly Notice[]
}

/**
 * Writes the notices of an answer and what is missing in it as JSON; the file appears when it is complete.
 * @throws {UserError} when the file cannot be written.
 */
export async function writeNotices({ path, shown }: NewFile, noticed: Noticed): Promise<void> {
  const text = `${JSON.stringify(noticesJson(noticed), null, 2)}\n`
  try {
    await removeOldParts([path])
    await replaceFile(path, async (part) => {
      await writeFile(part, text)
      return true
    })
  } catch (error) {
    throw new UserError(`cannot write \`${shown}\`: ${(error as Error).message}`, { cause: error })
  }
}

function noticesJson({ query, range, notices, ...answer }: Noticed) {
  return {
    query,
    from: range?.from ? isoTime(range.from) : null,
    to: range?.to ? isoTime(range.to) : null,
    notices: notices.map(({ kind, message, details = [] }) => ({
      kind: kind === 'damage' ? 'warning' : 'note',
      message,
      details,
    })),
    coverage: coverageJson(answer),
    read: readJson(answer, range),
  }
}
