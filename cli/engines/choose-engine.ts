import { UserError } from '../../lib/errors'
import { humanBytes, humanDollars } from '../../lib/presenters/human'
import type { Cell, ResultColumn } from '../../lib/results/result'
import type { Estimate } from './estimate'

/**
 * The engine that covers the range for the least; one whose price is not known comes last.
 * @throws {UserError} when none covers it.
 */
export function cheapest(estimates: readonly Estimate[]): Estimate {
  const [first, ...others] = estimates.filter(({ covers }) => covers)
  if (!first) {
    throw new UserError(`no engine covers the question: ${estimates.map(reason).join('; ')}`, {
      help: '--engine NAME asks one of them for what it has; `natlens archive list` shows the days whose answers are kept',
    })
  }
  const price = ({ usd }: Estimate) => usd ?? Infinity
  return others.reduce((best, each) => (price(each) < price(best) ? each : best), first)
}

/** Which engine was chosen, and why, in one sentence. */
export function choiceNote(chosen: Estimate, estimates: readonly Estimate[]): string {
  const others = estimates.filter((each) => each !== chosen)
  const rest = others.map((each) => (each.covers ? `${each.engine}: ${cost(each)}` : reason(each)))
  const isCheapest = others.some(({ covers }) => covers)
  const why = isCheapest ? 'the cheapest that covers the range' : 'it covers the range'
  return `note: --engine auto takes ${chosen.engine}: ${why}, ${cost(chosen)} (${rest.join('; ')})`
}

/** @throws {UserError} with the estimate when it is above a budget, and when it is not known. */
export function checkBudget(estimate: Estimate, usd: number): void {
  const { engine } = estimate
  if (engine === 'trino') return
  if (estimate.usd === null) {
    throw new UserError(`what ${engine} would cost cannot be told, so that --max-usd cannot hold`, {
      help: `\`${TELLING[engine]}\` tells it, where that is allowed; without --max-usd it runs`,
    })
  }
  if (estimate.usd <= usd) return
  throw new UserError(
    `${engine} would scan ${size(estimate)} for ${cost(estimate)}, above --max-usd ${usd}`,
    { help: 'a shorter range scans less: --from, --to; --estimate compares the engines' },
  )
}

const TELLING = { cloudwatch: 'logs:DescribeLogGroups', athena: 's3:ListBucket' } as const

export const ESTIMATE_COLUMNS: readonly ResultColumn[] = [
  { name: 'engine', type: 'text' },
  { name: 'covers', type: 'text' },
  { name: 'why', type: 'text' },
  { name: 'bytes', type: 'integer', unit: 'bytes' },
  { name: 'usd', type: 'number', unit: 'usd' },
]

export function estimateRow({ engine, covers, why, bytes, usd }: Estimate): readonly Cell[] {
  return [engine, covers ? 'yes' : 'no', why, bytes, usd]
}

function cost({ usd }: Estimate): string {
  return usd === null ? 'price unknown' : `about ${humanDollars(usd)}`
}

function size({ bytes }: Estimate): string {
  return bytes === null ? 'an unknown number of bytes' : `about ${humanBytes(bytes)}`
}

function reason({ engine, why }: Estimate): string {
  return `${engine}: ${why}`
}
