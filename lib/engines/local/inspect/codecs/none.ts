import { PassThrough } from 'node:stream'
import type { Codec } from './codec'

/** Plain text. */
export const none: Codec = {
  name: 'none',
  ending: undefined,
  recognizes: () => true,
  decodeHead: (head) => head,
  decode: (bytes) => bytes,
  decoder: () => new PassThrough(),
  damageOf: () => undefined,
}
