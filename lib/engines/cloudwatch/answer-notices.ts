import { countText } from '../../count-text'
import type { FieldName } from '../../flow-log/fields'
import { token } from '../needed-fields'
import { noMatchesNote, rangeText } from '../notices'
import type { Notice, Question } from '../engine'
import type { InsightsAnswer } from './insights-query'
import type { DescribedGroup } from './log-groups'

export interface ReceivedAnswer {
  readonly question: Question
  readonly groups: readonly DescribedGroup[]
  readonly answer: InsightsAnswer
  /** Rows that the question asks for; infinity without a limit. */
  readonly wanted: number
  /** Rows that CloudWatch was asked for. */
  readonly limit: number
  /** Names of values that belong to no column. */
  readonly unknownNames: readonly string[]
}

/** Notices about an answer: that it is cut, that no record matches, that it has more values than columns. */
export function answerNotices(answered: ReceivedAnswer): readonly Notice[] {
  const { question, groups, answer, unknownNames } = answered
  const { rows, statistics } = answer
  const notices: Notice[] = []
  if (isCut(answered)) {
    const message =
      `the answer is cut at ${countText(rows.length)} rows, the maximum of CloudWatch: ` +
      'use a shorter range, a filter or a `limit`'
    notices.push({ kind: 'damage', message })
  }
  const { recordsScanned } = statistics
  if (rows.length === 0 && recordsScanned !== undefined) {
    notices.push(recordsScanned === 0 ? noRecords(question, groups) : noMatchesNote(recordsScanned))
  }
  if (unknownNames.length > 0) {
    const columns = unknownNames.map((name) => `\`${name}\``).join(', ')
    notices.push({
      kind: 'note',
      message: `skipped values that belong to no column of the query: ${columns}`,
    })
  }
  return notices
}

/** The maximum of regions whose statistics lack the number of rows. */
const MIN_ROW_LIMIT = 10_000

function isCut({ answer: { rows, statistics }, wanted, limit }: ReceivedAnswer): boolean {
  const count = rows.length
  const { resultCount } = statistics
  if (count < Math.min(wanted, resultCount ?? 0)) return true
  const isAtMinLimit = resultCount === undefined && count === MIN_ROW_LIMIT
  return wanted > count && (count >= limit || isAtMinLimit)
}

/** The log groups have no records in the range. */
export function noRecords({ range }: Question, groups: readonly DescribedGroup[]): Notice {
  const when = range && rangeText(range)
  const verb = groups.length === 1 ? 'has' : 'have'
  return {
    kind: 'note',
    message: `${named(groups)} ${verb} no records${when ? ` in the range ${when}` : ''}`,
  }
}

/** Conditions on fields that were not discovered may match no record. */
export function nothingDiscovered(
  groups: readonly DescribedGroup[],
  isFormatKnown: boolean,
): Notice {
  const hint = isFormatKnown ? '' : '; if the answer is empty, use --log-format'
  return {
    kind: 'note',
    message: `CloudWatch lists no fields for ${named(groups)}; running the query anyway${hint}`,
  }
}

/** Some log groups lack fields, so that sums do not include their records. */
export function notEverywhere(fields: readonly FieldName[]): Notice {
  const named = [...new Set(fields)].map(token).join(', ')
  return {
    kind: 'damage',
    message: `not every log group has ${named}; it is treated as missing in the other log groups; if all have the same format, use --log-format`,
  }
}

/** The query waits until another one ends. */
export const WAITING_TO_START: Notice = {
  kind: 'note',
  message:
    'CloudWatch runs as many queries of this account as it allows; waiting for one to end, for ten minutes at most',
}

/** StartQuery takes no token that would make a repeated call the same query. */
export function mayRunTwice(fault: string): Notice {
  return {
    kind: 'note',
    message: `StartQuery got no answer (${fault}) and is called again; if the query did start, CloudWatch bills it as well`,
  }
}

function named(groups: readonly DescribedGroup[]): string {
  const names = groups.map(({ name }) => `\`${name}\``).join(', ')
  return `${groups.length === 1 ? 'log group' : 'log groups'} ${names}`
}
