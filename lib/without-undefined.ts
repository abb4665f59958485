/** The object without the keys whose value is undefined, so that defaults apply to them. */
export function withoutUndefined<T extends object>(
  object: T,
): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>
}
