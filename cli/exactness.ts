import { givenParameters } from '../lib/catalogue/fill'
import type { CatalogueQuery } from '../lib/catalogue/query'
import type { LogSummary, Notice } from '../lib/engines/engine'
import { FIELDS } from '../lib/flow-log/fields'

/** Gives the notice that NAT gateways are guessed from addresses; undefined when the parameters rule that out. */
export function guessNoticesOf(
  query: Pick<CatalogueQuery, 'exact'>,
  params: readonly string[],
): ((log: LogSummary) => readonly Notice[]) | undefined {
  if (!canGuess(query, params)) return undefined
  return (log) => {
    const message = guessNote(query, log)
    return message === undefined ? [] : [{ kind: 'note', message }]
  }
}

function canGuess({ exact }: Pick<CatalogueQuery, 'exact'>, params: readonly string[]): boolean {
  const given = givenParameters(params)
  return exact.length > 0 && !exact.some((name) => given.has(name))
}

function guessNote(
  { exact }: Pick<CatalogueQuery, 'exact'>,
  { log, sawInstance }: LogSummary,
): string | undefined {
  const fields = FIELDS.filter(({ token }) => exact.includes(token))
  // A log of NAT gateways alone has no other interfaces.
  if (!sawInstance || fields.some(({ name }) => log.fields.get(name) === 'always')) return undefined

  const parameter = exact.find((name) => !fields.some(({ token }) => token === name))
  const lacking = fields.map(({ token }) => `\`${token}\``).join(', ')
  return (
    `some records lack ${lacking}, so NAT gateways are guessed from addresses; ` +
    `load balancers and transit gateways may be included; for exact figures: --param ${parameter}=ID,ID`
  )
}
