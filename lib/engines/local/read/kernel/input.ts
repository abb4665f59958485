import { isUtf8 } from './host'
import { BLOCK_BYTES, INPUT_BYTES, MAX_BATCH_LINES, BATCH_LINES } from './limits'

/** The bytes before the input are read when a number stands at its beginning, those behind it with its last block. */
export const input: usize = heap.alloc(INPUT_BYTES + 3 * BLOCK_BYTES) + BLOCK_BYTES
/** Odd lines as they are mended, by the kernel or by the caller. */
export const mended: usize = heap.alloc(INPUT_BYTES + 3 * BLOCK_BYTES) + BLOCK_BYTES

/**
 * Addresses of spaces and line feeds (u32); the first is that of the byte before the first line. Those of the lines
 * that the kernel mends follow.
 */
export const marks: usize = heap.alloc((INPUT_BYTES + 2 * BLOCK_BYTES) * 8)
/** Marks of the last batch. */
export let markCount: u32 = 0
/** For each line the index of the mark that ends it (u32). */
export const lineEnds: usize = heap.alloc(MAX_BATCH_LINES * 4)

/** Whether the last batch has a carriage return that does not end a line. */
export let hasStrayReturns: bool = false
/** Whether it has bytes that are not UTF-8. */
export let hasInvalidBytes: bool = false

const SPACE: i32 = 32
const LINE_FEED: i32 = 10
const RETURN: i32 = 13

/** Finds the marks from `at` up to `end`, until there are enough lines, and returns the number of whole lines. */
export function findMarks(at: usize, end: usize): u32 {
  const spaces = i8x16.splat(<i8>SPACE)
  const lineFeeds = i8x16.splat(<i8>LINE_FEED)
  const returns = i8x16.splat(<i8>RETURN)
  store<u32>(marks, <u32>at - 1)
  let count: u32 = 1
  let lineCount: u32 = 0
  let seen = i64x2.splat(0)
  let strayReturns: u64 = 0

  for (let block = at; block < end && lineCount < BATCH_LINES; block += BLOCK_BYTES) {
    const a = v128.load(block)
    const b = v128.load(block, 16)
    const c = v128.load(block, 32)
    const d = v128.load(block, 48)
    seen = v128.or(seen, v128.or(v128.or(a, b), v128.or(c, d)))
    const feedA = i8x16.eq(a, lineFeeds)
    const feedB = i8x16.eq(b, lineFeeds)
    const feedC = i8x16.eq(c, lineFeeds)
    const feedD = i8x16.eq(d, lineFeeds)
    let all = bitsOf(
      v128.or(feedA, i8x16.eq(a, spaces)),
      v128.or(feedB, i8x16.eq(b, spaces)),
      v128.or(feedC, i8x16.eq(c, spaces)),
      v128.or(feedD, i8x16.eq(d, spaces)),
    )
    let feeds: u64 = 0
    if (v128.any_true(v128.or(v128.or(feedA, feedB), v128.or(feedC, feedD)))) {
      feeds = bitsOf(feedA, feedB, feedC, feedD)
      let rest = feeds
      do {
        const before = (rest & (~rest + 1)) - 1
        store<u32>(lineEnds + lineCount * 4, count + <u32>popcnt(all & before))
        lineCount++
        rest &= rest - 1
      } while (rest != 0)
    }
    const returnA = i8x16.eq(a, returns)
    const returnB = i8x16.eq(b, returns)
    const returnC = i8x16.eq(c, returns)
    const returnD = i8x16.eq(d, returns)
    if (v128.any_true(v128.or(v128.or(returnA, returnB), v128.or(returnC, returnD)))) {
      const nextIsFeed: u64 = load<u8>(block, 64) == LINE_FEED ? 1 : 0
      strayReturns |=
        bitsOf(returnA, returnB, returnC, returnD) & ~((feeds >> 1) | (nextIsFeed << 63))
    }

    let next = marks + count * 4
    count += <u32>popcnt(all)
    const stop = marks + count * 4
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
  markCount = count
  hasStrayReturns = strayReturns != 0
  hasInvalidBytes =
    i8x16.bitmask(seen) != 0 && lineCount > 0 && !isUtf8(at, endOfLine(lineCount - 1))
  return lineCount
}

/** The address of the first byte of a line. */
export function firstOfLine(line: u32): usize {
  return (line > 0 ? endOfLine(line - 1) : <usize>load<u32>(marks)) + 1
}

/** The address of the line feed of a line. */
export function endOfLine(line: u32): usize {
  return <usize>load<u32>(marks + load<u32>(lineEnds + line * 4) * 4)
}

function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(a))) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  )
}
