import { countText } from '../../../count-text'
import type { Codec } from './codecs/codec'

/** A stream that fails its checksum is not trusted: none of its records counts. */
export function corruptProblem(
  { size }: { readonly size: number },
  codec: Codec,
  reason: string,
): string {
  const bytes = size === 1 ? 'its 1 byte' : `all ${countText(size)} bytes`
  return `corrupt ${codec.name} (${reason}): skipped ${bytes}`
}
