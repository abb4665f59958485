import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../../../errors'
import { openDatabase, type Database, type DatabaseOptions } from './database'
import { verifier, type Verifier } from '../read/verifier'

/** Where one question is answered, with a temporary folder: each thing is there once something asks for it, and goes with the place. */
export interface Workplace {
  database(): Promise<Database>
  verifier(): Verifier
  close(): Promise<void>
}

export interface WorkplaceOptions extends Omit<DatabaseOptions, 'folder'> {
  /** Where the temporary folder is made; the system's own unless told. */
  readonly temporaryFolder?: string | undefined
}

export function workplace({ temporaryFolder = tmpdir(), ...options }: WorkplaceOptions): Workplace {
  let made: string | undefined
  let database: Promise<Database> | undefined
  let verifying: Verifier | undefined
  const folder = () => (made ??= folderIn(temporaryFolder))
  const open = async () => openDatabase({ ...options, folder: folder() })
  return {
    database: () => (database ??= open()),
    verifier: () => (verifying ??= verifier({ folder: folder(), signal: options.signal })),
    async close() {
      // Files go in threads of their own while DuckDB closes in this one.
      const removed = verifying?.close()
      try {
        const opened = await database?.catch(() => undefined)
        opened?.close()
      } finally {
        await removed
        if (made !== undefined) await rm(made, { recursive: true, force: true })
      }
    },
  }
}

function folderIn(temporaryFolder: string): string {
  try {
    return mkdtempSync(join(temporaryFolder, 'natlens-'))
  } catch (error) {
    const cause = error as Error
    throw new UserError(`no temporary folder in \`${temporaryFolder}\`: ${cause.message}`, {
      cause,
      help: 'the environment variable TMPDIR names another place',
    })
  }
}
