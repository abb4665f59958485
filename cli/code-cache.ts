import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { createRequire, wrap } from 'node:module'
import { arch, version } from 'node:process'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { writeCacheFile } from '../lib/atomic-file'

/** Loads the files of the built program from V8's code cache. */
export interface CodeCache {
  /** Runs a CommonJS file, and the files of its folder that it requires; returns its exports. */
  load(file: string): unknown
  /** Writes the compiled code when the cache was missing or stale. Never throws: without a cache the next start is slower. */
  save(): void
}

export interface CodeCacheOptions {
  readonly folder: string
  /** An id that changes with the files: V8 itself compares only the length of their text. */
  readonly build: string
  /** The user of this process: cached code that another user owns is not run. */
  readonly user: number | undefined
}

type Wrapped = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  folder: string,
) => void

/**
 * Like `module.enableCompileCache`, which Node 20 lacks; also caches the functions that a run compiled lazily.
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
export function codeCache({ folder, build, user }: CodeCacheOptions): CodeCache {
  const scripts = new Map<string, Script>()
  const loaded = new Map<string, unknown>()
  let isStale = false

  function load(file: string): unknown {
    if (loaded.has(file)) return loaded.get(file)
    const cachedData = readCached(join(folder, cacheName(file)))
    const script = new Script(wrap(readFileSync(file, 'utf8')), {
      filename: file,
      ...(cachedData && { cachedData }),
    })
    isStale ||= !cachedData || script.cachedDataRejected === true
    scripts.set(file, script)

    const module = { exports: {} as unknown }
    const sourceFolder = dirname(file)
    const packages = createRequire(file)
    const require = (id: string) =>
      id.startsWith('./') ? load(join(sourceFolder, id)) : (packages(id) as unknown)
    const run = script.runInThisContext() as Wrapped
    run.call(module.exports, module.exports, require, module, file, sourceFolder)
    loaded.set(file, module.exports)
    return module.exports
  }

  const cacheName = (file: string) => `${basename(file, '.js')}-${version}-${arch}.v8`

  function readCached(file: string): Buffer | undefined {
    let descriptor: number | undefined
    try {
      descriptor = openSync(file, 'r')
      if (user !== undefined && fstatSync(descriptor).uid !== user) return undefined
      const content = readFileSync(descriptor)
      const isOfThisBuild = content.toString('latin1', 0, build.length) === build
      return isOfThisBuild ? content.subarray(build.length) : undefined
    } catch {
      return undefined
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  }

  function save(): void {
    if (!isStale) return
    const head = Buffer.from(build, 'latin1')
    for (const [file, script] of scripts)
      writeCacheFile(
        join(folder, cacheName(file)),
        Buffer.concat([head, script.createCachedData()]),
      )
  }

  return { load, save }
}
