import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
}

/** Where an operating system wants what a program can make again. */
export function cacheFolder({ environment, platform }: Machine): string {
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'natlens')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'natlens')
  if (platform === 'win32' && environment.LOCALAPPDATA) {
    return join(environment.LOCALAPPDATA, 'natlens', 'Cache')
  }
  return join(homedir(), '.cache', 'natlens')
}
