import type { Estimate, RemoteEngineModule } from '../../lib/engines/engine-module'
import { UserError } from '../../lib/errors'
import { humanBytes } from '../../lib/human-bytes'
import { humanDollars } from '../../lib/presenters/human'
import type { Cell, ResultColumn } from '../../lib/results/result'

export interface EngineEstimate extends Estimate {
  readonly engine: RemoteEngineModule
}

/**
 * The cheapest engine that has the range; one without a known price comes last.
 * @throws {UserError} when no engine has it.
 */
export function chooseCheapest(estimates: readonly EngineEstimate[]): EngineEstimate {
  const [first, ...others] = estimates.filter(({ covers }) => covers)
  if (!first) {
    throw new UserError(
      `no engine has data for this range and these fields: ${estimates.map(reason).join('; ')}`,
      {
        help: '--engine NAME reads what one of them has; `natlens archive list` lists the days whose answers are archived',
      },
    )
  }
  const price = ({ usd }: EngineEstimate) => usd ?? Infinity
  return others.reduce((best, each) => (price(each) < price(best) ? each : best), first)
}

/** A note that names the chosen engine, the reason, and the other engines. */
export function choiceNote(chosen: EngineEstimate, estimates: readonly EngineEstimate[]): string {
  const others = estimates.filter((each) => each !== chosen)
  const otherTexts = others.map((each) =>
    each.covers ? `${each.engine.name}: ${costText(each)}` : reason(each),
  )
  const isCheapest = others.some(({ covers }) => covers)
  const advantage = isCheapest ? 'the cheapest that has the range' : 'it has the range'
  return `note: --engine auto chose ${chosen.engine.name}: ${advantage}, ${costText(chosen)} (${otherTexts.join('; ')})`
}

/** @throws {UserError} with the estimate when it is above a budget, and when it is unknown. */
export function checkBudget(estimate: EngineEstimate, maxUsd: number): void {
  const { engine, bytes, usd } = estimate
  if (engine.priceAction === undefined) return
  if (usd === null) {
    throw new UserError(
      `cannot estimate the cost on ${engine.name}, so --max-usd cannot be enforced`,
      { help: `allow \`${engine.priceAction}\`, or run it without --max-usd` },
    )
  }
  if (usd <= maxUsd) return
  const size = bytes === null ? 'an unknown number of bytes' : `about ${humanBytes(bytes)}`
  throw new UserError(
    `${engine.name} would scan ${size} for ${costText(estimate)}, above --max-usd ${maxUsd}`,
    { help: 'a shorter range scans less: --from, --to; --estimate compares the engines' },
  )
}

export const ESTIMATE_COLUMNS: readonly ResultColumn[] = [
  { name: 'engine', type: 'text' },
  { name: 'covers', type: 'text' },
  { name: 'why', type: 'text' },
  { name: 'bytes', type: 'integer', unit: 'bytes' },
  { name: 'usd', type: 'number', unit: 'usd' },
]

export function estimateRow({ engine, covers, why, bytes, usd }: EngineEstimate): readonly Cell[] {
  return [engine.name, covers ? 'yes' : 'no', why, bytes, usd]
}

function costText({ usd }: Estimate): string {
  return usd === null ? 'price unknown' : `about ${humanDollars(usd)}`
}

function reason({ engine, why }: EngineEstimate): string {
  return `${engine.name}: ${why}`
}
