import type { CatalogueQuery } from '../lib/catalogue/query'
import type { Notice } from '../lib/engines/engine'

const PRICE_REGION = 'us-east-1'

/** Where a price is from: `the us-east-1 list price; these records are of eu-central-1`. */
export function priceSource(regions: readonly string[]): string {
  const others = regions.filter((region) => region !== PRICE_REGION)
  const source = `the ${PRICE_REGION} list price`
  return others.length === 0 ? source : `${source}; these records are of ${others.join(', ')}`
}

/** Says where the default price of a query in dollars is from; nothing for other queries, or for a given price. */
export function priceNote(
  { parameters }: Pick<CatalogueQuery, 'parameters'>,
  params: readonly string[],
  regions: readonly string[],
): readonly Notice[] {
  const price = parameters.find(({ name }) => name === 'usdPerGB')?.default?.[0]
  const isGiven = params.some((setting) => setting.startsWith('usdPerGB='))
  if (price === undefined || isGiven) return []
  return [{ kind: 'note', message: `at $${price} per GB, ${priceSource(regions)}` }]
}
