import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import { parseQuery } from '../../language/parse'
import type { ResultColumn } from '../../results/result'
import type { Notice, Question } from '../engine'
import { POINTER } from './cells'
import { triesOf, type SentQuery } from './sent-query'

/** Rows that CloudWatch returns for a text without a limit. */
const DEFAULT_LIMIT = 10_000

/** A text without an SQL form, unchanged except for a limit above CloudWatch's maximum. */
export function opaqueQuery({ name, text }: Question): SentQuery {
  const limits = parseQuery(text).pipeline.commands.flatMap((command) =>
    command.kind === 'limit' && command.count.kind === 'number' ? [command.count.value] : [],
  )
  const wanted = Math.min(Infinity, ...limits)
  const tries = triesOf(name, text, wanted)
  const own = { text, limit: DEFAULT_LIMIT }
  return { tries: limits.length === 0 ? [own] : tries, names: [], wanted }
}

/** The columns of its answer in the order of their first appearance. */
export function columnsSeen(rows: readonly (readonly ResultField[])[]): readonly ResultColumn[] {
  const names = new Set(rows.flatMap((row) => row.map(({ field = '' }) => field)))
  names.delete(POINTER)
  return [...names].map((name) => ({ name, type: 'text' }))
}

export const UNTYPED: Notice = {
  kind: 'note',
  message: 'the types of the columns are unknown for this query: every value is text',
}
