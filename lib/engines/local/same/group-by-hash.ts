import { groupBy } from '../../../group-by'

/** Values by a hash, where there are two of them or more; a value without a hash is alone. */
export async function groupByHash<T>(
  values: readonly T[],
  hashOf: (value: T) => Promise<string | undefined>,
): Promise<readonly (readonly T[])[]> {
  if (values.length < 2) return [values]
  const hashes = new Map<T, string>()
  for (const [index, value] of values.entries()) {
    hashes.set(value, (await hashOf(value)) ?? `none ${index}`)
  }
  return [...groupBy(values, (value) => hashes.get(value)).values()]
}
