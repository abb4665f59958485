import { UserError } from '../../../errors'
import type { Codec } from '../inspect/codecs/codec'

/** A compressed file of more bytes is inflated as a stream, and so is one that inflates to more. */
export const SMALL_BYTES = 8 << 20
const SMALL_INFLATED_BYTES = 48 << 20

/** What is wrong with a compressed file. */
export interface Damage {
  readonly state: 'truncated' | 'corrupt'
  readonly reason: string
}

interface Inflated {
  readonly bytes: Buffer
  readonly damage?: Damage
}

/** Inflates a small file at once; undefined where that is too much. A truncated file gives what it has. */
export function inflateAtOnce(file: Buffer, codec: Codec): Inflated | undefined {
  if (!codec.decode) return undefined
  let damage: Damage | undefined
  let bytes: Buffer | undefined
  try {
    bytes = codec.decode(file, SMALL_INFLATED_BYTES, false)
  } catch (error) {
    damage = damageOf(error, codec)
    if (damage.state === 'corrupt') return { bytes: Buffer.alloc(0), damage }
    bytes = codec.decode(file, SMALL_INFLATED_BYTES, true)
  }
  return bytes && { bytes, ...(damage && { damage }) }
}

/** @throws the error itself where it does not come from the codec. */
export function damageOf(error: unknown, codec: Codec): Damage {
  const state = codec.damageOf(error)
  if (!state) throw error
  return { state, reason: (error as Error).message }
}

const FREE_BYTES = 1e9
const MAX_BOMB_RATIO = 1000

/** @throws {UserError} where a file inflates to an amount that no log has. */
export function throwIfBomb(shown: string, compressed: number, inflated: number): void {
  if (inflated <= FREE_BYTES || inflated <= compressed * MAX_BOMB_RATIO) return
  throw new UserError(`\`${shown}\` inflates to more than ${MAX_BOMB_RATIO} times its size`, {
    help: 'it does not look like a flow log; exclude it from the paths',
  })
}
