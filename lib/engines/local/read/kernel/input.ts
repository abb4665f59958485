import { BLOCK_BYTES, INPUT_BYTES, MAX_BATCH_LINES, BATCH_LINES } from './limits'

/** The bytes before the input are read when a number stands at its beginning, those behind it with its last block. */
export const input: usize = heap.alloc(INPUT_BYTES + 3 * BLOCK_BYTES) + BLOCK_BYTES

/** Addresses of spaces and line feeds (u32); the first is that of the byte before the first line. */
export const marks: usize = heap.alloc((INPUT_BYTES + 2 * BLOCK_BYTES) * 4)
/** For each line the index of the mark that ends it (u32). */
export const lineEnds: usize = heap.alloc(MAX_BATCH_LINES * 4)

/** Whether the last batch has bytes above 127, or a carriage return that does not end a line. */
export let hasOddBytes: bool = false

const SPACE: i32 = 32
const LINE_FEED: i32 = 10
const RETURN: i32 = 13

/** Finds the marks from `at` up to `end`, until there are enough lines, and returns the number of whole lines. */
export function findMarks(at: usize, end: usize): u32 {
  const spaces = i8x16.splat(<i8>SPACE)
  const lineFeeds = i8x16.splat(<i8>LINE_FEED)
  const returns = i8x16.splat(<i8>RETURN)
  store<u32>(marks, <u32>at - 1)
  let markCount: u32 = 1
  let lineCount: u32 = 0
  let highBytes: u32 = 0
  let strayReturns: u64 = 0

  for (let block = at; block < end && lineCount < BATCH_LINES; block += BLOCK_BYTES) {
    const a = v128.load(block)
    const b = v128.load(block, 16)
    const c = v128.load(block, 32)
    const d = v128.load(block, 48)
    highBytes |= <u32>(
      v128.any_true(v128.and(v128.or(v128.or(a, b), v128.or(c, d)), i8x16.splat(-128)))
    )
    let feeds = bitsOf(
      i8x16.eq(a, lineFeeds),
      i8x16.eq(b, lineFeeds),
      i8x16.eq(c, lineFeeds),
      i8x16.eq(d, lineFeeds),
    )
    let all =
      feeds |
      bitsOf(i8x16.eq(a, spaces), i8x16.eq(b, spaces), i8x16.eq(c, spaces), i8x16.eq(d, spaces))
    const anyReturn = v128.or(
      v128.or(i8x16.eq(a, returns), i8x16.eq(b, returns)),
      v128.or(i8x16.eq(c, returns), i8x16.eq(d, returns)),
    )
    if (v128.any_true(anyReturn)) {
      const found = bitsOf(
        i8x16.eq(a, returns),
        i8x16.eq(b, returns),
        i8x16.eq(c, returns),
        i8x16.eq(d, returns),
      )
      const nextIsFeed: u64 = load<u8>(block, 64) == LINE_FEED ? 1 : 0
      strayReturns |= found & ~((feeds >> 1) | (nextIsFeed << 63))
    }

    while (feeds != 0) {
      const before = (feeds & (~feeds + 1)) - 1
      store<u32>(lineEnds + lineCount * 4, markCount + <u32>popcnt(all & before))
      lineCount++
      feeds &= feeds - 1
    }
    let next = marks + markCount * 4
    markCount += <u32>popcnt(all)
    const stop = marks + markCount * 4
    // Four at a time: the few that are too many are written over.
    while (next < stop) {
      store<u32>(next, <u32>block + <u32>ctz(all))
      all &= all - 1
      store<u32>(next, <u32>block + <u32>ctz(all), 4)
      all &= all - 1
      store<u32>(next, <u32>block + <u32>ctz(all), 8)
      all &= all - 1
      store<u32>(next, <u32>block + <u32>ctz(all), 12)
      all &= all - 1
      next += 16
    }
  }
  hasOddBytes = highBytes != 0 || strayReturns != 0
  return lineCount
}

function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(a))) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  )
}
