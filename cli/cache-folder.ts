import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
}

/** Where an operating system wants what a program can make again; undefined for a user without a home. */
export function cacheFolder({ environment, platform }: Machine): string | undefined {
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'natlens')
  if (platform === 'win32' && environment.LOCALAPPDATA) {
    return join(environment.LOCALAPPDATA, 'natlens', 'Cache')
  }
  const home = homeOf()
  if (home === undefined) return undefined
  return platform === 'darwin'
    ? join(home, 'Library', 'Caches', 'natlens')
    : join(home, '.cache', 'natlens')
}

/** A container may run as a user whom it does not know. */
function homeOf(): string | undefined {
  try {
    return homedir()
  } catch {
    return undefined
  }
}
