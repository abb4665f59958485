import { groupBy } from '../../../group-by'
import { nameOfObject } from '../../../flow-log/object-keys'
import { isUsable, type LogFile, type UsableFile } from '../file-state'
import { groupByHash } from './group-by-hash'
import { inOrder, repeatOf, type Preference, type Repeat } from './repeat'
import { hashOfBytes, hashOfText } from './content-hash'

/**
 * Files with the name that AWS gave one object, which ends in a hash, are copies of this object. The largest is read, as a smaller one is
 * not whole; of those with the same size and other bytes, one without damage.
 */
export async function findSameObjects(
  files: readonly LogFile[],
  isPreferred: Preference | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Repeat[]> {
  const groups = groupBy(files, ({ origin: { objectName } }) =>
    objectName === undefined ? undefined : nameOfObject(objectName),
  )
  const repeats: Repeat[] = []
  for (const copies of groups.values()) {
    const usable = copies.filter(isUsable)
    // Of files that cannot be used, each message stays.
    if (copies.length === 1 || usable.length === 0) continue
    repeats.push(...(await repeatsOf(copies, inOrder(usable, isPreferred), signal)))
  }
  return repeats
}

async function repeatsOf(
  copies: readonly LogFile[],
  usable: readonly UsableFile[],
  signal: AbortSignal | undefined,
): Promise<readonly Repeat[]> {
  const maxSize = usable.reduce((max, { size }) => Math.max(max, size), 0)
  const largest = usable.filter(({ size }) => size === maxSize)
  const same = await chooseWhole(
    await groupByHash(largest, (file) => hashOfBytes(file, signal)),
    signal,
  )
  const chosen = same[0]!
  const reasonOf = (file: LogFile) => {
    if (file.size < maxSize) return 'smaller-object'
    return same.some((each) => each === file) ? 'same-object' : 'other-object'
  }
  return copies
    .filter((file) => file !== chosen)
    .map((file) => repeatOf(file, chosen, reasonOf(file)))
}

/** Of groups of files with the same bytes, the first whose text is whole. */
async function chooseWhole(
  groups: readonly (readonly UsableFile[])[],
  signal: AbortSignal | undefined,
): Promise<readonly UsableFile[]> {
  if (groups.length === 1) return groups[0]!
  for (const group of groups) {
    const [file] = group
    if (file?.kind !== 'text' || (await hashOfText(file, signal))) return group
  }
  return groups[0]!
}
