import { join } from 'node:path'
import { countText } from '../../../count-text'
import type { Notice } from '../../engine'
import { note } from '../../notices'
import type { Database } from '../duckdb/database'
import type { LogFile } from '../file-state'
import { fileAfter } from '../read/source-file'
import type { TextReader } from '../read/text-reader'
import { checkCopies, isSourceOf, type FoundCopy } from './check-copies'
import { claimCopies, planCopies, type ClaimOptions } from './claim-copies'
import { removeFile } from './copy-folder'
import { loadIndex } from './copy-index'
import { withLock } from './folder-lock'
import { isExpected } from './keep-errors'
import type { KeepWorld } from './keep-world'
import { readKept } from './kept-reading'
import type { KeyedFile } from './keyed-file'
import { publishCopies } from './publish-copies'
import { writeParts, type WriteOptions } from './write-parts'

/** What reads sources and copies. */
export interface CopyTools {
  reader(): Pick<TextReader, 'copy'>
  database(): Promise<Database>
}

export interface OpenOptions extends ClaimOptions, WriteOptions {
  /** Whether the bytes of copies and sources are compared with their checksums. */
  readonly verifies: boolean
}

export interface OpenedCopies {
  /** By the path of the source. */
  readonly copies: ReadonlyMap<string, OpenedCopy>
  readonly notices: readonly Notice[]
  /** Whether copies were written for this question. */
  readonly hasWritten: boolean
}

/** A copy that answers for a source. */
export interface OpenedCopy {
  /** The source as it was read. */
  readonly file: LogFile
  readonly path: string
}

export const NO_COPIES: OpenedCopies = { copies: new Map(), notices: [], hasWritten: false }

/** Opens the copies of sources; the sources of an earlier question are copied first. */
export async function openCopies(
  files: readonly KeyedFile[],
  tools: CopyTools,
  options: OpenOptions,
  world: KeepWorld,
): Promise<OpenedCopies> {
  const { folder } = options
  const planned = planCopies(folder, files, loadIndex(folder), world)
  if (planned.found.length === 0 && planned.chosen.length === 0) return NO_COPIES

  const { found, chosen, names } = await withLock(folder, () => claimCopies(files, options, world)) // prettier-ignore
  const checked = await checkCopies(found, options)
  const written = chosen.length === 0 ? [] : await tryToWrite(chosen, tools, options)
  const published = await withLock(folder, () => publishCopies(folder, checked, written, world))

  const opened = await readCopies([...checked.right, ...published], await tools.database(), options)
  const wrong = found.filter(({ source }) => !opened.has(source.file.path))
  return {
    copies: opened,
    hasWritten: published.length > 0,
    notices: [
      ...wrong.map(({ source }) => note(`deleted the damaged kept copy of \`${source.file.shown}\``)), // prettier-ignore
      ...(names.length === 0 && published.length > 0 ? [firstNote(published.length)] : []),
    ],
  }
}

function firstNote(count: number): Notice {
  const copies = count === 1 ? 'a copy of the file' : `copies of ${countText(count, 'file')}`
  return note(
    `kept ${copies}, so that more questions are faster; \`natlens cache list\` shows them`,
  )
}

/** Copies that cannot be written do not fail the question. */
async function tryToWrite(files: readonly KeyedFile[], tools: CopyTools, options: OpenOptions) {
  try {
    return await writeParts(files, tools.reader(), options)
  } catch (error) {
    if (isExpected(error, options.signal)) return []
    throw error
  }
}

/** Reads the footers of copies; a copy that does not belong to its source is removed. */
async function readCopies(
  copies: readonly FoundCopy[],
  database: Database,
  { folder, verifies, signal }: OpenOptions,
): Promise<Map<string, OpenedCopy>> {
  const opened = new Map<string, OpenedCopy>()
  if (copies.length === 0) return opened
  const pathOf = ({ name }: FoundCopy) => join(folder, name)
  const kept = await readKept(copies.map(pathOf), database)
  for (const copy of copies) {
    const path = pathOf(copy)
    const { file } = copy.source
    const said = kept.get(path)
    const isRight = said?.key === copy.key && (!verifies || (await isSourceOf(file, said.source, signal))) // prettier-ignore
    if (isRight) opened.set(file.path, { file: fileAfter(file, said.reading), path })
    else removeFile(folder, copy.name)
  }
  return opened
}
