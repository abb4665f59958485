import type { Codec } from './codec'

/** Plain text. */
export const none: Codec = {
  name: 'none',
  ending: undefined,
  duckdb: 'none',
  recognizes: () => true,
  decodeHead: (head) => head,
  decode: (bytes) => bytes,
  decoder: () => undefined,
  damageOf: () => undefined,
  confusesDuckdb: () => false,
}
