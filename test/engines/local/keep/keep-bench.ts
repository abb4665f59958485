import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadIndex, type CopyEntry } from '../../../../lib/engines/local/keep/copy-index'
import { KEEP_WORLD, type KeepWorld } from '../../../../lib/engines/local/keep/keep-world'
import { ask, workbench, type Answer, type Asking, type Workbench } from '../workbench'

/** A world in which every text is kept, and in which files can be as young as they are. */
export const KEEPS_ALL: KeepWorld = {
  ...KEEP_WORLD,
  minLookupBytes: 0,
  minKeepBytes: 0,
  minAgeMs: -1e9,
}

export interface KeepBench extends Workbench {
  /** Asks with the cache folder of the bench. */
  ask(paths: string | readonly string[], options?: Asking): Promise<Answer>
  /** Asks without a cache. */
  askDirectly(paths: string | readonly string[], options?: Asking): Promise<Answer>
  /** The paths of the copies. */
  copies(): readonly string[]
  /** The names of all files in the folder of copies. */
  names(): readonly string[]
}

export function keepBench(): KeepBench {
  const bench = workbench()
  const folder = bench.path('cache/kept')
  const names = () => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  }
  return {
    ...bench,
    ask: (paths, options = {}) =>
      ask(paths, { cacheFolder: bench.path('cache'), keepWorld: KEEPS_ALL, ...options }),
    askDirectly: (paths, options = {}) => ask(paths, options),
    names,
    copies: () =>
      names()
        .filter((name) => name.endsWith('.parquet'))
        .map((name) => join(folder, name)),
  }
}

/** What the index says of the copies. */
export function index(bench: KeepBench): { readonly copies: readonly CopyEntry[] } {
  return { copies: [...loadIndex(bench.path('cache/kept')).copies.values()] }
}
