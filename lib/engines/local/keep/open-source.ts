import { existsSync, promises } from 'node:fs'
import { checkOpenFile, identityOfOpen } from './checksum'
import type { KeyedFile } from './keyed-file'
import { isSameFile } from './source-key'

/** A source that is open from before its first byte is read until after its last. */
export interface OpenSource {
  readonly source: KeyedFile
  readonly sha256: string
  /** Where it is read: the open file itself, also when its path gets another file meanwhile, where the system can name it. */
  readonly readPath: string
  isUnchanged(): Promise<boolean>
  close(): Promise<void>
}

const OPEN_FILES = '/proc/self/fd'

/** Undefined for a file that changed since it got its key. */
export async function openSource(
  source: KeyedFile,
  signal: AbortSignal | undefined,
): Promise<OpenSource | undefined> {
  const { file, identity } = source
  const open = await promises.open(file.path, 'r')
  try {
    const checked = await checkOpenFile(open, signal)
    if (checked && isSameFile(checked.identity, identity)) {
      return {
        source,
        sha256: checked.sha256,
        readPath: existsSync(OPEN_FILES) ? `${OPEN_FILES}/${open.fd}` : file.path,
        isUnchanged: async () => isSameFile(identity, await identityOfOpen(open)),
        close: () => open.close(),
      }
    }
  } catch (error) {
    await open.close()
    throw error
  }
  await open.close()
  return undefined
}
