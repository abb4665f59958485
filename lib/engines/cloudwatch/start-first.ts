import type { Asking } from './calls'
import { startQuery, type Starting } from './insights-query'
import type { AskedGroup } from './log-groups'
import { isMalformed, refusal } from './refused'
import type { SentQuery } from './sent-query'
import type { Window } from './window'

export interface Start extends Pick<SentQuery, 'tries'> {
  readonly name: string
  readonly groups: readonly AskedGroup[]
  readonly window: Window
}

/** Starts the first of the texts that CloudWatch takes, and tells its limit. @throws {UserError} with a caret where the last is refused. */
export async function startFirst(
  { name, tries, groups, window }: Start,
  asking: Asking,
  starting: Starting,
): Promise<{ readonly id: string; readonly limit: number }> {
  const identifiers = groups.map(({ identifier }) => identifier)
  for (const [index, { text, limit }] of tries.entries()) {
    try {
      return { id: await startQuery({ text, identifiers, window }, asking, starting), limit }
    } catch (error) {
      if (isMalformed(error) && index < tries.length - 1) continue
      throw await refusal(error, { name, text, groups }, asking.clients)
    }
  }
  throw new Error('a query has no text to start')
}
