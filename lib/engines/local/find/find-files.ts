import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs'
import { basename, dirname, join, normalize, relative, sep } from 'node:path'
import { closest } from '../../../closest'
import { UsageError, UserError } from '../../../errors'
import { expandGlob, globBase, isGlob } from './glob'

/** A file that may hold records. */
export interface FoundFile {
  /** Absolute, without links. */
  readonly path: string
  /** As the user would write it. */
  readonly shown: string
  /** Below the folder that the user gave; only the file's name when the file itself was given. */
  readonly below: string
  /** Given by its name: what is wrong with it is an error and not a reason to pass it over. */
  readonly named: boolean
}

export interface FoundFiles {
  /** Each file once, whatever the number of paths that lead to it. */
  readonly files: readonly FoundFile[]
  /** Hidden files and folders, which are passed over. */
  readonly hidden: readonly string[]
  /** Links that lead nowhere. */
  readonly broken: readonly string[]
  /** The folders that were given. */
  readonly folders: readonly string[]
}

/**
 * Finds the files behind paths, folders and globs; a path that exists is never read as a glob.
 * @throws {UsageError} for a path that does not exist and a glob that matches nothing.
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const search: Search = {
    files: new Map(),
    hidden: [],
    broken: [],
    folders: [],
    visited: new Set(),
  }
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })) {
      addPath(path, search)
      continue
    }
    if (!isGlob(path)) throw missing(path)

    const matches = expandGlob(path)
    if (matches.length === 0) throw new UsageError(`\`${path}\` matches no file`)
    for (const match of matches) addPath(match, search, relative(globBase(path), match))
  }
  return {
    files: [...search.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    hidden: search.hidden,
    broken: search.broken,
    folders: search.folders,
  }
}

interface Search {
  readonly files: Map<string, FoundFile>
  readonly hidden: string[]
  readonly broken: string[]
  readonly folders: string[]
  readonly visited: Set<string>
}

/** `below` is the way from the fixed part of a glob; without it the path was given by name. */
function addPath(path: string, search: Search, below?: string): void {
  const named = below === undefined
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) {
    search.folders.push(path)
    walk(realpathSync(path), normalize(path), below ?? '', search)
  } else if (stats?.isFile()) {
    const file = { path: realpathSync(path), shown: path, below: below ?? basename(path), named }
    const before = search.files.get(file.path)
    search.files.set(file.path, before?.named ? before : file)
  } else if (named) {
    throw new UsageError(`\`${path}\` is neither a file nor a folder`)
  }
}

function walk(folder: string, shown: string, below: string, search: Search): void {
  if (search.visited.has(folder)) return
  search.visited.add(folder)

  for (const entry of entriesOf(folder, shown)) {
    const file: FoundFile = {
      path: inside(folder, entry.name),
      shown: inside(shown, entry.name),
      below: inside(below, entry.name),
      named: false,
    }
    if (entry.name.startsWith('.')) search.hidden.push(file.shown)
    else if (entry.isDirectory()) walk(file.path, file.shown, file.below, search)
    else if (entry.isFile()) addFile(file, search)
    else if (entry.isSymbolicLink()) follow(file, search)
  }
}

/** `join` of what is normal already, at a tenth of its time. */
function inside(folder: string, name: string): string {
  return folder === '' || folder.endsWith(sep) ? folder + name : folder + sep + name
}

function follow(link: FoundFile, search: Search): void {
  const target = statSync(link.path, { throwIfNoEntry: false })
  if (target?.isDirectory()) walk(realpathSync(link.path), link.shown, link.below, search)
  else if (!target) search.broken.push(link.shown)
  else if (target.isFile()) addFile({ ...link, path: realpathSync(link.path) }, search)
}

function addFile(file: FoundFile, search: Search): void {
  if (!search.files.has(file.path)) search.files.set(file.path, file)
}

function entriesOf(folder: string, shown: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    throw new UserError(`\`${shown}\` cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function missing(path: string): UsageError {
  const near = closest(basename(path), siblings(path))
  return new UsageError(`\`${path}\` does not exist`, {
    help: near && `\`${join(dirname(path), near)}\` is spelled almost the same`,
  })
}

function siblings(path: string): string[] {
  try {
    return readdirSync(dirname(path))
  } catch {
    return []
  }
}
