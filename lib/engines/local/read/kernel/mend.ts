import { marks, markCount, mended } from './input'

let markEnd: u32 = 0
let out: usize = 0

/** Forgets the mended lines of the last batch. */
export function resetMended(): void {
  markEnd = markCount
  out = mended
}

/**
 * Copies a line whose fields more than one space separates, or spaces surround. Returns the index of the mark
 * before its first field, as in a regular line; 0 where the line does not have that many fields.
 */
export function mendSpaces(first: u32, last: u32, fieldCount: u32): u32 {
  let begin = <usize>load<u32>(marks + first * 4) + 1
  let end = <usize>load<u32>(marks + last * 4)
  while (begin < end && isSpace(load<u8>(begin))) begin++
  while (end > begin && isSpace(load<u8>(end - 1))) end--

  const row = markEnd
  let next = marks + row * 4
  let to = out
  let count: u32 = 0
  store<u32>(next, <u32>to - 1)
  for (let mark = first; mark < last; mark++) {
    const from = max(<usize>load<u32>(marks + mark * 4) + 1, begin)
    const stop = min(<usize>load<u32>(marks + mark * 4, 4), end)
    if (from >= stop) continue
    if (count == fieldCount) return 0
    count++
    // Sixteen at a time: what is too much is written over.
    for (let at = from; at < stop; at += 16) v128.store(to + (at - from), v128.load(at))
    to += stop - from
    next += 4
    store<u32>(next, <u32>to)
    to++
  }
  if (count != fieldCount) return 0
  markEnd += fieldCount + 1
  out = to
  return row
}

function isSpace(byte: u32): bool {
  return byte == 32 || byte - 9 < 5
}
