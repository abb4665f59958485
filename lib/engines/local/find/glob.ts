import { statSync } from 'node:fs'
import { join, parse, sep } from 'node:path'

/** A path that a glob matches. */
export interface GlobMatch {
  readonly path: string
  /** The part after the folders that the glob names literally. */
  readonly below: string
}

/** Whether a path has characters with a meaning in globs: `*`, `?`, `[a-z]`, `{a,b}`. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path)
}

/**
 * The existing files and folders that a glob matches, sorted; leading folders that exist are taken literally.
 * `**` does not follow links: a circle of them would never end.
 */
export async function expandGlob(glob: string): Promise<readonly GlobMatch[]> {
  // Only a glob needs the package: it would slow the start of every run.
  const { glob: findMatches } = await import('tinyglobby')
  const { base, pattern } = splitGlob(glob)
  const matches = await findMatches(escapeOthers(pattern), {
    cwd: base === '' ? '.' : base,
    expandDirectories: false,
    extglob: false,
    followSymbolicLinks: !pattern.includes('**'),
    onlyFiles: false,
  })
  return matches
    .map((match) => match.replace(/\/$/, ''))
    .filter((match) => namesHidden(pattern) || !/(^|\/)\./.test(match))
    .map((match) => match.split('/').join(sep))
    .map((below) => ({ path: join(base, below), below }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Whether a pattern names hidden files; the package lets `[!a]*` match them, too. */
function namesHidden(pattern: string): boolean {
  return /(^|[/{,])\./.test(pattern)
}

/** A glob as the folders before its first segment with a meaning, and the rest with `/` between segments. */
function splitGlob(glob: string): { readonly base: string; readonly pattern: string } {
  const { root } = parse(glob)
  const segments = glob.slice(root.length).split(sep).filter(Boolean)
  let base = root
  while (segments.length > 1) {
    const next = join(base, segments[0]!)
    if (isGlob(segments[0]!) && !statSync(next, { throwIfNoEntry: false })) break
    base = next
    segments.shift()
  }
  return { base, pattern: segments.join('/') }
}

/** Characters that the package would give a meaning to, beyond those of {@link isGlob}. */
function escapeOthers(pattern: string): string {
  return pattern.replace(/[()|]|^!/g, '\\$&')
}
