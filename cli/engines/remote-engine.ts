import { UsageError } from '../../lib/errors'
import type { Engine } from '../../lib/engines/engine'
import type { TimeSpan } from '../../lib/time'
import { refuseFuture, type TimeRange } from '../../lib/time-range'
import { checkedPlace } from '../lake'
import { parseAmount } from '../options'
import { findSettings } from '../settings'
import type { Terminal } from '../terminal'
import { cheapest, checkBudget, choiceNote } from './choose-engine'
import type { EngineArguments } from './engine-options'
import { estimate, type Estimate, type Inquiry } from './estimate'
import { newestNote } from './newest-records'
import { engineWorld, openRemote, type EngineWorld } from './open-engine'
import { refuseOthers } from './option-owners'
import { candidates, placesOf, type Places, type RemoteName } from './places'

export type RemoteArguments = EngineArguments & {
  readonly lateness: string
  readonly logFormat?: string | undefined
  readonly noCache?: boolean | undefined
}

/** What the command line asks for: an engine to run, or no more than estimates. */
export type Remote =
  | { readonly kind: 'engine'; readonly engine: Engine; readonly range: TimeSpan }
  | { readonly kind: 'estimates'; readonly estimates: readonly Estimate[] }

const LAST_HOUR = 3_600_000

/**
 * The range that a remote engine is asked for: without a beginning it is an hour, as all that there is may cost much.
 * @throws {UsageError} for one that is yet to come.
 */
function remoteRange(range: TimeRange | undefined, terminal: Terminal): TimeSpan {
  const now = terminal.now()
  const to = range?.to ?? now
  if (range?.from) {
    refuseFuture(range.from, now)
    return { from: range.from, to }
  }
  terminal.say(`note: without --from the hour before ${range?.to ? '--to' : 'now'} is asked`)
  return { from: new Date(to.getTime() - LAST_HOUR), to }
}

/**
 * The engine that is named, or that `auto` chooses and says why; nothing has run when it is given.
 * @throws {UsageError} when nothing tells where the logs are; {UserError} when no engine covers the range or a budget is too
 * small.
 */
export async function remoteEngine(
  args: RemoteArguments,
  {
    range: given,
    needs,
  }: { readonly range: TimeRange | undefined; readonly needs: Inquiry['needs'] },
  terminal: Terminal,
  world: EngineWorld = engineWorld,
): Promise<Remote> {
  checkedPlace(args)
  const maxUsd = args.maxUsd === undefined ? undefined : parseAmount('--max-usd', args.maxUsd)
  const settings = await findSettings(args, terminal)
  const places = placesOf(args, settings, terminal)
  const names = namedEngines(args, places)
  const range = remoteRange(given, terminal)
  const inquiry = { window: range, needs }
  const asked = { ...args, region: args.region ?? settings?.region }

  const isKnown = names.length === 1 && maxUsd === undefined && !args.estimate
  const estimates = isKnown
    ? []
    : await Promise.all(
        names.map((name) => estimate(name, inquiry, places, asked, terminal, world)),
      )
  if (args.estimate) return { kind: 'estimates', estimates }

  const chosen = estimates.length > 1 ? cheapest(estimates) : estimates[0]
  if (chosen && estimates.length > 1) terminal.say(choiceNote(chosen, estimates))
  if (chosen && maxUsd !== undefined) checkBudget(chosen, maxUsd)
  const engine = await openRemote(chosen?.engine ?? names[0]!, places, asked, terminal, world)
  const newest = newestNote(engine.name, range.to, terminal.now())
  if (newest !== undefined) terminal.say(newest)
  return { kind: 'engine', engine, range }
}

function namedEngines(args: RemoteArguments, places: Places): readonly RemoteName[] {
  const { engine } = args
  if (engine !== 'auto' && engine !== 'local') {
    refuseOthers(engine, args)
    return [engine]
  }
  const found = candidates(args, places)
  if (found.length > 0) return found
  throw new UsageError('no flow logs are named', {
    help:
      '--path FILE, FOLDER or GLOB names them; `natlens sample --out DIR` writes some to try; ' +
      '--log-group, --workgroup, --server or natlens.config.json name those in AWS',
  })
}
