/** `a, b, c, 4 more`: no more than `max` names. */
export function listText(names: readonly string[], max: number): string {
  const rest = names.length - max
  return [...names.slice(0, max), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}
