import type { Engine } from '../../lib/engines/engine'
import type {
  EngineModule,
  QuestionOutline,
  RemoteEngineModule,
  RemoteLocation,
} from '../../lib/engines/engine-module'
import type { EngineWorld } from '../../lib/engines/engine-world'
import { parseAmount } from '../../lib/engines/option-values'
import { UsageError } from '../../lib/errors'
import { HOUR_MS, type TimeRange, type TimeSpan } from '../../lib/time'
import { refuseFuture } from '../../lib/time-range'
import { checkAccountAndRegion } from '../lake'
import { findSettings } from '../settings'
import type { Terminal } from '../terminal'
import { checkBudget, chooseCheapest, choiceNote, type EngineEstimate } from './choose-engine'
import { REMOTE_ENGINES } from './engine-list'
import type { EngineArguments } from './engine-options'
import { engineSetup, type SetupArguments } from './engine-setup'
import { newestNote } from './newest-records'

/** The result of opening: an engine to run, or only estimates. */
export type Opened =
  | {
      readonly kind: 'engine'
      readonly module: EngineModule
      readonly engine: Engine
      readonly range: TimeRange | undefined
    }
  | { readonly kind: 'estimates'; readonly estimates: readonly EngineEstimate[] }

export interface OpenRequest {
  readonly args: EngineArguments & SetupArguments
  /** The engines that have the given options. */
  readonly engines: readonly RemoteEngineModule[]
  readonly range: TimeRange | undefined
  /** Fields that the log must have. */
  readonly needs: QuestionOutline['needs']
}

/** An engine, and where its logs are. */
interface Candidate {
  readonly engine: RemoteEngineModule
  readonly location: RemoteLocation
}

/**
 * Opens the only engine, or the cheapest with a note; runs no query.
 * @throws {UsageError} when the logs of no engine are known; {UserError} when no engine has the range or a budget is too small.
 */
export async function openEngine(
  { args, engines, range: givenRange, needs }: OpenRequest,
  terminal: Terminal,
  world: EngineWorld,
): Promise<Opened> {
  checkAccountAndRegion(args)
  const maxUsd = args.maxUsd === undefined ? undefined : parseAmount('--max-usd', args.maxUsd)
  const settings = await findSettings(args, terminal)
  const setup = engineSetup(args, [], settings, terminal)
  const candidates = knownCandidates(
    engines.map((engine) => ({ engine, location: engine.locate(setup) })),
  )
  const range = remoteRange(givenRange, terminal)

  const [only] = candidates
  const isDecided = candidates.length === 1 && maxUsd === undefined && !args.estimate
  if (isDecided) return open(only!, range, terminal, world)

  const estimates = await Promise.all(
    candidates.map(async ({ engine, location }) => ({
      engine,
      ...(await engine.estimate(location, { range, needs }, world)),
    })),
  )
  if (args.estimate) return { kind: 'estimates', estimates }

  const chosen = estimates.length === 1 ? estimates[0]! : chooseCheapest(estimates)
  if (estimates.length > 1) terminal.say(choiceNote(chosen, estimates))
  if (maxUsd !== undefined) checkBudget(chosen, maxUsd)
  return open(candidates[estimates.indexOf(chosen)]!, range, terminal, world)
}

/** The only candidate, or all whose logs are known. @throws {UsageError} when there is no such candidate. */
function knownCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length === 1) return candidates
  const known = candidates.filter(({ location }) => location.isKnown)
  if (known.length > 0) return known
  const options = REMOTE_ENGINES.map(({ locatedBy }) => locatedBy).join(', ')
  throw new UsageError('no flow logs are given', {
    help:
      'use --path FILE, FOLDER or GLOB (`natlens sample --out DIR` writes logs to try), ' +
      `${options} or natlens.config.json`,
  })
}

async function open(
  { engine: module, location }: Candidate,
  range: TimeSpan,
  terminal: Terminal,
  world: EngineWorld,
): Promise<Opened> {
  const engine = await module.open(location, world)
  const note = newestNote(module, range.to, terminal.now())
  if (note !== undefined) terminal.say(note)
  return { kind: 'engine', module, engine, range }
}

/**
 * The range of a remote query; without a beginning it is one hour, because a query of all records can be expensive.
 * @throws {UsageError} for a range in the future.
 */
function remoteRange(range: TimeRange | undefined, terminal: Terminal): TimeSpan {
  const now = terminal.now()
  const to = range?.to ?? now
  if (range?.from) {
    refuseFuture(range.from, now)
    return { from: range.from, to }
  }
  terminal.say(`note: no --from: querying the hour before ${range?.to ? '--to' : 'now'}`)
  return { from: new Date(to.getTime() - HOUR_MS), to }
}
