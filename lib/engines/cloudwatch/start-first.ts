import type { CallContext } from './calls'
import { startQuery, type StartEvents } from './insights-query'
import type { DescribedGroup } from './log-groups'
import { isRejectedText, explainStartError } from './start-errors'
import type { SentQuery } from './sent-query'
import type { QueryWindow } from './query-window'

export interface Start extends Pick<SentQuery, 'tries'> {
  readonly name: string
  readonly groups: readonly DescribedGroup[]
  readonly window: QueryWindow
}

/** Starts the first of the texts that CloudWatch accepts; returns its limit as well. @throws {UserError} with a caret where the last is rejected. */
export async function startFirst(
  { name, tries, groups, window }: Start,
  context: CallContext,
  events: StartEvents,
): Promise<{ readonly id: string; readonly limit: number }> {
  const identifiers = groups.map(({ identifier }) => identifier)
  for (const [index, { text, limit }] of tries.entries()) {
    try {
      return { id: await startQuery({ text, identifiers, window }, context, events), limit }
    } catch (error) {
      if (isRejectedText(error) && index < tries.length - 1) continue
      throw await explainStartError(error, { name, text, groups }, context.clients)
    }
  }
  throw new Error('no text to start')
}
