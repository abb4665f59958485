/** Lines are handled in batches, so that each column's work stays in one loop. */
export const BATCH_LINES: u32 = 1024
/** A batch ends at a block of 64 bytes, so it can have a few lines more. */
export const MAX_BATCH_LINES: u32 = BATCH_LINES + 64
export const BLOCK_BYTES: u32 = 64

/** A longer line does not fit, and is unreadable. */
export const INPUT_BYTES: u32 = 1 << 21

/** A call of `scan` ends after so many odd lines, and the batch in which it ends can have more. */
export const MAX_ODD_LINES: u32 = 1024
export const MAX_MENDED_LINES: u32 = MAX_ODD_LINES + MAX_BATCH_LINES

/** A row group ends before a dictionary has more entries or bytes. */
export const MAX_ENTRIES: u32 = 65535
export const MAX_ENTRY_BYTES: u32 = 1 << 21
/** The last batch before the limit can add this many bytes, and so can the mended lines. */
export const ENTRIES_BYTES: u32 =
  MAX_ENTRY_BYTES + 2 * INPUT_BYTES + (MAX_BATCH_LINES + MAX_MENDED_LINES) * 4 + BLOCK_BYTES
/** A row group ends before its lines have more bytes; the last batch and the mended lines can add some. */
export const MAX_LINE_BYTES: u32 = 1 << 24
export const LINES_BYTES: u32 =
  MAX_LINE_BYTES + 2 * INPUT_BYTES + (MAX_BATCH_LINES + MAX_MENDED_LINES) * 4 + BLOCK_BYTES
/** At most half of the slots of a hash table are taken. */
export const MIN_SLOTS: u32 = 1 << 8
export const MAX_SLOTS: u32 = 1 << 17
