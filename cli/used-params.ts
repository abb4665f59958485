import type { CatalogueQuery } from '../lib/catalogue/query'

/** The `name=value` settings of parameters that a query has. */
export function usedParams(
  { parameters }: Pick<CatalogueQuery, 'parameters'>,
  params: readonly string[],
): readonly string[] {
  return params.filter((setting) => parameters.some(({ name }) => setting.startsWith(`${name}=`)))
}
