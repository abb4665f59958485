import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
}

/** The folder for cached data by the rules of the operating system; undefined for a user without a home. */
export function cacheFolder({ environment, platform }: Machine): string | undefined {
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'natlens')
  if (platform === 'win32' && environment.LOCALAPPDATA) {
    return join(environment.LOCALAPPDATA, 'natlens', 'Cache')
  }
  const home = findHome()
  if (home === undefined) return undefined
  return platform === 'darwin'
    ? join(home, 'Library', 'Caches', 'natlens')
    : join(home, '.cache', 'natlens')
}

/** `homedir` throws for a user without an entry in the user database, as in some containers. */
function findHome(): string | undefined {
  try {
    return homedir()
  } catch {
    return undefined
  }
}
