/** Values by key, in their order; those without a key are left out. */
export function groupBy<T, K>(
  values: readonly T[],
  keyOf: (value: T) => K | undefined,
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** The same, with keys that take time. */
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
