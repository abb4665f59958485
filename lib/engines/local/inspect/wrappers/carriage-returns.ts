import type { Wrapper } from './wrapper'

const LINE_FEED = 10
const RETURN = 13

/** Lines that end in a carriage return alone, as on old Macs. */
export const carriageReturns: Wrapper = {
  name: 'lines that end in a carriage return',
  unit: 'line',
  recognizes: (head) => head.includes(RETURN) && !head.includes(LINE_FEED),
  open: () => ({
    add: (bytes) => Buffer.from(bytes.map((byte) => (byte === RETURN ? LINE_FEED : byte))),
    end: () => Buffer.alloc(0),
  }),
}
