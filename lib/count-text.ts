/** `1,234`, or with a noun `1 record` and `1,234 records`. */
export function countText(count: number, one?: string, many = `${one}s`): string {
  const digits = groupDigits(String(count))
  return one === undefined ? digits : `${digits} ${count === 1 ? one : many}`
}

/** Plain digits with a comma after each thousand, such as `1,234.5`; digits with an exponent do not change. */
export function groupDigits(digits: string): string {
  if (digits.includes('e')) return digits
  const [whole, fraction] = digits.split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
