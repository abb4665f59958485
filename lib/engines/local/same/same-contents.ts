import { groupBy } from '../../../group-by'
import { none } from '../inspect/codecs/none'
import type { LogFile, TextFile } from '../file-state'
import { groupByHash } from './group-by-hash'
import { inOrder, repeatOf, type Preference, type Repeat } from './repeat'
import { hashOfBytes, hashOfText } from './content-hash'

/**
 * Finds files with the same content, whatever their names: text with the same bytes, compressed or not, and Parquet files with the
 * same bytes. Files of two known origins are not compared: each of them delivered its own records.
 */
export async function findSameContents(
  files: readonly LogFile[],
  isPreferred: Preference | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Repeat[]> {
  const texts = files.filter((file) => file.kind === 'text')
  const parquets = files.filter((file) => file.kind === 'parquet')
  const groups = [
    ...(await sameTexts(texts, signal)),
    ...(await divideByBytes(parquets, ({ size, records }) => `${size} ${records}`, signal)),
  ]
  return groups.flatMap((group) => repeatsOf(inOrder<LogFile>(group, isPreferred)))
}

/** One file of each known origin is read; those of unknown origin repeat the first of all. */
function repeatsOf(group: readonly LogFile[]): readonly Repeat[] {
  const chosen = new Map<string, LogFile>()
  const [first] = group
  return group.flatMap((file) => {
    const { id } = file.origin
    const twin = id === undefined ? first! : chosen.get(id)
    if (twin && twin !== file) return [repeatOf(file, twin, 'same-content')]
    if (id !== undefined) chosen.set(id, file)
    return []
  })
}

/** Texts that begin alike are candidates: compares their bytes, and where these differ, the whole texts. */
async function sameTexts(
  files: readonly TextFile[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly TextFile[])[]> {
  const same: (readonly TextFile[])[] = []
  for (const candidates of groupBy(files, ({ textStart }) => textStart).values()) {
    if (candidates.length > 1) same.push(...(await divideByText(candidates, signal)))
  }
  return same
}

async function divideByText(
  files: readonly TextFile[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly TextFile[])[]> {
  const equalBytes = await divideByBytes(files, ({ size }) => size, signal)
  // Bytes of plain text are the text.
  if (files.every(({ codec }) => codec === none)) return equalBytes
  const groups = await groupByHash(equalBytes, ([file]) => hashOfText(file!, signal))
  return groups.map((group) => group.flat())
}

/** Files with the same bytes, among those whose keys are equal. */
async function divideByBytes<F extends LogFile>(
  files: readonly F[],
  keyOf: (file: F) => string | number,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly F[])[]> {
  const groups: (readonly F[])[] = []
  for (const candidates of groupBy(files, keyOf).values()) {
    groups.push(...(await groupByHash(candidates, (file) => hashOfBytes(file, signal))))
  }
  return groups
}
