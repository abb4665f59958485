import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import { parseQuery } from '../../language/parse'
import type { ResultColumn } from '../../results/result'
import type { Notice, Question } from '../engine'
import { POINTER } from './cells'
import { triesOf, type SentQuery } from './sent-query'

/** Rows that CloudWatch gives where a text has no limit. */
const DEFAULT_LIMIT = 10_000

/** A text that only CloudWatch understands, as it stands: a limit that is too great for it is all that is replaced. */
export function opaqueQuery({ name, text }: Question): SentQuery {
  const limits = parseQuery(text).pipeline.commands.flatMap((command) =>
    command.kind === 'limit' && command.count.kind === 'number' ? [command.count.value] : [],
  )
  const wanted = Math.min(Infinity, ...limits)
  const tries = triesOf(name, text, wanted)
  const own = { text, limit: DEFAULT_LIMIT }
  return { tries: limits.length === 0 ? [own] : tries, names: [], wanted }
}

/** The columns of such an answer, in the order in which they are first seen. */
export function columnsSeen(rows: readonly (readonly ResultField[])[]): readonly ResultColumn[] {
  const names = new Set(rows.flatMap((row) => row.map(({ field = '' }) => field)))
  names.delete(POINTER)
  return [...names].map((name) => ({ name, type: 'text' }))
}

/** That figures among the values are no figures to natlens. */
export const UNTYPED: Notice = {
  kind: 'note',
  message: 'only CloudWatch knows what the query means: every value of the answer is text here',
}
