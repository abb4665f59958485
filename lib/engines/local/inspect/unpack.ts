import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { throwIfAborted, UserError } from '../../../errors'
import type { FileIdentity, FoundFile, UnreadArchive, UnusableFile } from '../file-state'
import { originOf } from '../find/origin'
import { ArchiveError, type Member } from './archives/archive'

export interface UnpackOptions {
  /** Where the members are written to. */
  readonly folder: string
  /** Whether a member can hold what is asked for, by its name. */
  readonly isWanted: (member: Pick<FoundFile, 'origin' | 'shown'>) => boolean
  readonly signal?: AbortSignal | undefined
  readonly limits?: ExpansionLimits
}

export interface ExpansionLimits {
  readonly freeBytes: number
  readonly maxRatio: number
}

/** What no archive of flow logs does: more than a thousand bytes of each byte, beyond the first gigabyte. */
const LIMITS: ExpansionLimits = { freeBytes: 1e9, maxRatio: 1000 }

let count = 0

/**
 * Writes the members of an archive to files of their own. A damaged archive gives no member: none of them is trusted.
 * @throws {UserError} where the members have an amount of bytes that no log has.
 */
export async function unpack(
  file: UnreadArchive,
  { folder, isWanted, signal, limits = LIMITS }: UnpackOptions,
): Promise<readonly FoundFile[] | UnusableFile> {
  const source = { path: file.path, open: () => decoded(file) }
  const members: { readonly found: Omit<FoundFile, 'expansion'>; readonly bytes: number }[] = []
  let total = 0
  const { expansion = 1 } = file
  const onBytes = (bytes: number) => {
    throwIfAborted(signal)
    total += bytes
    if (total <= limits.freeBytes || total <= (file.size / expansion) * limits.maxRatio) return
    throw new UserError(
      `\`${file.shown}\` expands to more than ${limits.maxRatio} times its size`,
      {
        help: 'it does not look like flow logs; exclude it from the paths',
      },
    )
  }
  try {
    for await (const member of file.archive.members(source)) {
      const found = memberFile(file, member, folder)
      if (isHidden(member.name) || !isWanted(found)) continue
      members.push({ found, bytes: await write(found.path, await member.content(), onBytes) })
    }
  } catch (error) {
    const reason = damageOf(error, file)
    if (reason === undefined) throw error
    const { archive, ...identity } = file
    return {
      ...identity,
      kind: 'unusable',
      problem: `damaged ${archive.name} (${reason}), skipped`,
    }
  }
  return members.map(({ found }) => ({
    ...found,
    expansion: Math.max(1, total / file.size) * expansion,
  }))
}

function memberFile(file: FileIdentity, { name }: Member, folder: string): FoundFile {
  const isAlone = basename(file.path).startsWith(name)
  const below = name.split('/').join(sep)
  const shown = isAlone ? file.shown : join(file.shown, below)
  return {
    kind: 'found',
    path: join(folder, `member-${count++}-${basename(below)}`),
    shown,
    isNamed: isAlone && file.isNamed,
    origin: originOf(isAlone ? file.path : join(file.path, below), below),
  }
}

/** What systems put beside the files that were packed. */
function isHidden(name: string): boolean {
  return /(^|\/)(\.[^/]*|__MACOSX)(\/|$)/.test(name.replace(/^\.\//, ''))
}

function decoded({ path, codec }: UnreadArchive): NodeJS.ReadableStream {
  const bytes = createReadStream(path)
  const decoder = codec.decoder(false)
  bytes.on('error', (error) => decoder.destroy(error))
  return bytes.pipe(decoder)
}

async function write(
  path: string,
  content: AsyncIterable<Buffer>,
  onBytes: (count: number) => void,
): Promise<number> {
  const file = await open(path, 'w')
  let written = 0
  try {
    for await (const bytes of content) {
      onBytes(bytes.length)
      written += bytes.length
      await file.write(bytes)
    }
  } finally {
    await file.close()
  }
  return written
}

function damageOf(error: unknown, { codec }: UnreadArchive): string | undefined {
  const isDamage = error instanceof ArchiveError || codec.damageOf(error) !== undefined
  return isDamage ? (error as Error).message : undefined
}
