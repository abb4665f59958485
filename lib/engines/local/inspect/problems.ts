import type { Codec } from './codecs/codec'
import { counted } from '../../notices'

/** A stream that fails its checksum is not trusted: none of its records counts. */
export function corruptProblem(
  { size }: { readonly size: number },
  codec: Codec,
  reason: string,
): string {
  const left = size === 1 ? 'its one byte is' : `all of its ${counted(size)} bytes are`
  return `the ${codec.name} stream is corrupt (${reason}): ${left} left out`
}
