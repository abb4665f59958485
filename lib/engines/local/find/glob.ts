import { readdirSync, statSync } from 'node:fs'
import { isAbsolute, join, parse, sep } from 'node:path'

/** Whether a path holds characters that a glob gives a meaning to. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path)
}

/** The folders of a glob before its first name with a meaning. */
export function globBase(pattern: string): string {
  const segments = pattern.split(sep)
  return (
    segments.slice(0, segments.findIndex(isGlob)).join(sep) || (isAbsolute(pattern) ? sep : '.')
  )
}

/** The existing paths that a glob matches, sorted: `*`, `?`, `[a-z]`, `[!a-z]` within a name, `**` for any folders. */
export function expandGlob(pattern: string): string[] {
  const { root } = parse(pattern)
  const segments = pattern
    .slice(root.length)
    .split(sep)
    .filter((segment) => segment !== '')
  const found = new Set<string>()
  expand(root, segments, found)
  return [...found].sort()
}

function expand(folder: string, [segment, ...rest]: readonly string[], found: Set<string>): void {
  if (segment === undefined) {
    if (folder !== '') found.add(folder)
    return
  }
  if (!isGlob(segment)) {
    const path = join(folder, segment)
    if (exists(path)) expand(path, rest, found)
    return
  }
  if (segment === '**') expand(folder, rest, found)

  const regex = segment === '**' ? undefined : segmentRegExp(segment)
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.') && !segment.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (regex === undefined) {
      // Links are not followed by `**`: a circle of them would never end.
      if (entry.isDirectory()) expand(path, ['**', ...rest], found)
      else if (rest.length === 0) found.add(path)
    } else if (regex.test(entry.name)) {
      expand(path, rest, found)
    }
  }
}

function segmentRegExp(segment: string): RegExp {
  const source = segment.replace(
    /\[(!?)([^\]]+)\]|[*?]|[^*?[]+|\[/g,
    (part, negated: string | undefined, set: string | undefined) => {
      if (part === '*') return '.*'
      if (part === '?') return '.'
      if (set !== undefined) return `[${negated ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
      return part.replace(/[\\^$.|+(){}[\]]/g, '\\$&')
    },
  )
  return new RegExp(`^${source}$`, 's')
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
