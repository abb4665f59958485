import type { FieldName } from '../../flow-log/fields'
import { token } from '../needed-fields'
import { counted, noMatchesNote, rangeText } from '../notices'
import type { Notice, Question } from '../engine'
import type { InsightsAnswer } from './insights-query'
import type { AskedGroup } from './log-groups'

export interface Answered {
  readonly question: Question
  readonly groups: readonly AskedGroup[]
  readonly answer: InsightsAnswer
  /** Rows that the question asks for; infinity without a limit. */
  readonly wanted: number
  /** Rows that CloudWatch was asked for. */
  readonly limit: number
  /** Names of values that belong to no column. */
  readonly strange: readonly string[]
}

/** What is to be said of an answer: that it is cut, that it is empty for want of records, that there was more in it. */
export function answerNotices(answered: Answered): readonly Notice[] {
  const { question, groups, answer, strange } = answered
  const { rows, statistics } = answer
  const notices: Notice[] = []
  if (isCut(answered)) {
    const message =
      `the answer is cut at ${counted(rows.length)} rows, the most that CloudWatch gives: ` +
      'a shorter range, a filter or a `limit` of its own makes it whole'
    notices.push({ kind: 'damage', message })
  }
  const { recordsScanned } = statistics
  if (rows.length === 0 && recordsScanned !== undefined) {
    notices.push(recordsScanned === 0 ? noRecords(question, groups) : noMatchesNote(recordsScanned))
  }
  if (strange.length > 0) {
    const columns = strange.map((name) => `\`${name}\``).join(', ')
    notices.push({
      kind: 'note',
      message: `CloudWatch answers also with ${columns}, left out here`,
    })
  }
  return notices
}

/** What a CloudWatch gives at most that does not tell how many rows the answer has: it knows no greater limit. */
const LEAST_LIMIT = 10_000

function isCut({ answer: { rows, statistics }, wanted, limit }: Answered): boolean {
  const count = rows.length
  const { resultCount } = statistics
  if (count < Math.min(wanted, resultCount ?? 0)) return true
  const isUntold = resultCount === undefined && count === LEAST_LIMIT
  return wanted > count && (count >= limit || isUntold)
}

/** Why an answer has no row when there was nothing to ask. */
export function noRecords({ range }: Question, groups: readonly AskedGroup[]): Notice {
  const when = range && rangeText(range)
  const verb = groups.length === 1 ? 'holds' : 'hold'
  return {
    kind: 'note',
    message: `${named(groups)} ${verb} no record${when ? ` in the range ${when}` : ''}`,
  }
}

/** That fields could not be asked for, which may leave conditions without a record that meets them. */
export function nothingDiscovered(groups: readonly AskedGroup[], isFormatKnown: boolean): Notice {
  const hint = isFormatKnown
    ? ''
    : '; --log-format tells what a record holds, so that it can be parsed'
  return {
    kind: 'note',
    message: `CloudWatch tells no field of ${named(groups)}: the query names them all the same${hint}`,
  }
}

/** That some of the log groups have other fields, so that their records are no part of a sum. */
export function notEverywhere(fields: readonly FieldName[]): Notice {
  const named = [...new Set(fields)].map(token).join(', ')
  return {
    kind: 'damage',
    message: `not every log group has ${named}: records of the others have no value there; --log-format, where it is the same for all, has them parsed`,
  }
}

/** That nothing is to be seen for a while, for whoever sees no progress. */
export const WAITING_FOR_ROOM: Notice = {
  kind: 'note',
  message:
    'CloudWatch runs as many queries of this account as it may: one of them is waited for, for ten minutes at most',
}

/** StartQuery knows no token that would make a second call the first one's. */
export function perhapsTwice(fault: string): Notice {
  return {
    kind: 'note',
    message: `StartQuery had no answer (${fault}) and is called again: if CloudWatch began the query all the same, that one runs to its end and is billed`,
  }
}

function named(groups: readonly AskedGroup[]): string {
  const names = groups.map(({ name }) => `\`${name}\``).join(', ')
  return `${groups.length === 1 ? 'log group' : 'log groups'} ${names}`
}
