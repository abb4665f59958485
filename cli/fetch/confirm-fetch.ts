import { countText } from '../../lib/count-text'
import { UsageError, UserError } from '../../lib/errors'
import { humanBytes } from '../../lib/human-bytes'
import { humanDollars } from '../../lib/presenters/human'
import type { Terminal } from '../terminal'
import { bytesOf, missingBytes, type FetchPlan } from './plan-fetch'
import { USD_PER_GET } from './s3-price'

/**
 * Prints what would be fetched and what that costs, and asks.
 * @throws {UsageError} without a terminal to ask; {UserError} when the answer is not yes.
 */
export async function confirmFetch(plans: readonly FetchPlan[], terminal: Terminal): Promise<void> {
  for (const { address, objects, missing } of plans) {
    const cached = objects.length - missing.length
    const rest = cached === 0 ? '' : `; ${countText(cached)} are in the cache`
    terminal.say(`${address.shown}: ${countText(objects.length, 'object')}, ${humanBytes(bytesOf(objects))}${rest}`) // prettier-ignore
  }
  const requests = plans.reduce((sum, { missing }) => sum + missing.length, 0)
  const bytes = plans.reduce((sum, plan) => sum + missingBytes(plan), 0)
  terminal.say(`cost: ${humanDollars(requests * USD_PER_GET)} for ${countText(requests, 'GET request')}`) // prettier-ignore
  terminal.say(
    `transfer: ${humanBytes(bytes)}, free within the region of the bucket; elsewhere the price is unknown`,
  )

  const help = 'limit the range with --from, or fetch all of it with --yes'
  if (!terminal.isInputTerminal || !terminal.isStderrTerminal) {
    throw new UsageError('reading S3 without --from requires --yes', { help })
  }
  const answer = await terminal.ask(`Fetch ${countText(requests, 'object')}? [y/N] `)
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing is fetched', { help })
}
