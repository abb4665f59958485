import { sep } from 'node:path'

/** Says whether a path is left out. `shown` is the path as the user would write it, `below` the part below the given folder. */
export type Exclusion = (shown: string, below: string) => boolean

/**
 * Reads globs of files and folders to leave out, with `*`, `**`, `?`, `[a-z]` and `{a,b}`. A glob without `/` means a name in
 * any folder, another one a path from the current or the given folder on.
 */
export function exclusionOf(globs: readonly string[]): Exclusion {
  const patterns = globs.map((glob) => ({
    isName: !glob.replace(/\/$/, '').includes('/'),
    pattern: patternOf(glob.replace(/^\.\//, '').replace(/\/$/, '')),
  }))
  return (shown, below) =>
    patterns.some(({ isName, pattern }) => {
      const paths = [shown, below].map((path) => path.split(sep).join('/').replace(/^\.\//, ''))
      return isName
        ? pattern.test(paths[0]!.slice(paths[0]!.lastIndexOf('/') + 1))
        : paths.some((path) => pattern.test(path))
    })
}

function patternOf(glob: string): RegExp {
  const parts = glob.match(/\*\*\/?|\[!?[^\]]*\]|[^]/g) ?? []
  let depth = 0
  const source = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    if (part === '{' && glob.includes('}')) return (depth++, '(?:')
    if (part === '}' && depth > 0) return (depth--, ')')
    if (part === ',' && depth > 0) return '|'
    return part.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`)
}
