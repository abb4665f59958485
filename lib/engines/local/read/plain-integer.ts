const ZERO = 48
const MINUS = 45
const PLUS = 43
/** Fewer digits than that of 2^53. */
const SAFE_DIGITS = 15

/**
 * The whole number between two offsets; null where it is missing (`-`), undefined where the text is not one that
 * fits. Numbers of more than 15 digits are bigints.
 */
export function readInteger(
  bytes: Uint8Array,
  from: number,
  to: number,
  is64: boolean,
): number | bigint | null | undefined {
  // Nearly all numbers are short.
  if (to - from < 10 && to > from) {
    let short = 0
    let each = from
    for (; each < to; each++) {
      const digit = bytes[each]! - ZERO
      if (digit < 0 || digit > 9) break
      short = short * 10 + digit
    }
    if (each === to) return short
  }
  let at = from
  const sign = bytes[at]
  if (sign === MINUS || sign === PLUS) at++
  if (at >= to) return sign === MINUS && to - from === 1 ? null : undefined
  while (at < to - 1 && bytes[at] === ZERO) at++

  const isShort = to - at <= SAFE_DIGITS
  let value = 0
  for (let each = at; each < to; each++) {
    const digit = bytes[each]! - ZERO
    if (digit < 0 || digit > 9) return undefined
    if (isShort) value = value * 10 + digit
  }
  if (isShort) {
    if (sign === MINUS) value = 0 - value
    return is64 || (value >= -0x80000000 && value <= 0x7fffffff) ? value : undefined
  }
  // Twenty digits are too many for 64 bits.
  if (!is64 || to - at > 19) return undefined
  const digits = BigInt(
    Buffer.from(bytes.buffer, bytes.byteOffset + at, to - at).toString('latin1'),
  )
  const large = sign === MINUS ? -digits : digits
  return BigInt.asIntN(64, large) === large ? large : undefined
}
