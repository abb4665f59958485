import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../../../errors'
import { keeper, type Keeper, type KeeperOptions } from '../keep/keeper'
import type { KeepWorld } from '../keep/keep-world'
import { textReader, type TextReader } from '../read/text-reader'
import { openDatabase, type Database, type DatabaseOptions } from './database'

/** The temporary folder, database, threads and kept copies of one run; each is made when it is first used. */
export interface Workspace {
  folder(): string
  database(): Promise<Database>
  reader(): TextReader
  keeper(): Keeper
  /** Removes all of it. Can be called again. */
  close(): Promise<void>
}

interface WorkspaceOptions extends Omit<DatabaseOptions, 'folder'>, KeeperOptions {
  /** Where the temporary folder is made; default: the system's. */
  readonly temporaryFolder?: string | undefined
}

/** Makes nothing yet; whoever makes it closes it. */
export function newWorkspace(
  { temporaryFolder = tmpdir(), ...options }: WorkspaceOptions,
  keepWorld?: KeepWorld,
): Workspace {
  let made: string | undefined
  let database: Promise<Database> | undefined
  let reader: TextReader | undefined
  const copies = keeper(options, keepWorld)
  const folder = () => (made ??= makeFolder(temporaryFolder))
  let closed: Promise<void> | undefined
  const open = async () => openDatabase({ ...options, folder: folder() })

  async function remove(): Promise<void> {
    // Threads remove their files while DuckDB closes in this one.
    const removed = reader?.close()
    try {
      const opened = await database?.catch(() => undefined)
      opened?.close()
    } finally {
      await removed
      await copies.close()
      if (made !== undefined) await rm(made, { recursive: true, force: true })
    }
  }

  return {
    folder,
    database: () => (database ??= open()),
    reader: () => (reader ??= textReader(folder(), options.signal)),
    keeper: () => copies,
    close: () => (closed ??= remove()),
  }
}

function makeFolder(temporaryFolder: string): string {
  try {
    return mkdtempSync(join(temporaryFolder, 'natlens-'))
  } catch (error) {
    const cause = error as Error
    throw new UserError(
      `cannot make a temporary folder in \`${temporaryFolder}\`: ${cause.message}`,
      {
        cause,
        help: 'set TMPDIR to another folder',
      },
    )
  }
}
