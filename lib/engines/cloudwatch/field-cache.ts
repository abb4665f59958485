import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCacheFile } from '../../atomic-file'
import { DAY_MS } from '../../time'

/** A field that CloudWatch found in a log group, and in how many of its records, 0 to 100. */
export interface FoundField {
  readonly name: string
  readonly percent: number
}

/** Keeps which fields a log group has, by its ARN, for a day. */
export interface FieldCache {
  find(arn: string, now: number): readonly FoundField[] | undefined
  keep(arn: string, fields: readonly FoundField[], now: number): void
}

interface Entry {
  /** Epoch milliseconds. */
  readonly at: number
  readonly fields: readonly (readonly [name: string, percent: number])[]
}

interface Contents {
  readonly version: typeof VERSION
  readonly groups: Readonly<Record<string, Entry>>
}

const FILE = 'log-group-fields.json'
/** Contents of another version are ignored. */
const VERSION = 1
/** A flow log's format never changes, but a log group may get another flow log. */
const MAX_AGE_MS = DAY_MS

/** Opens the cache in `folder`; without one it lasts as long as the process. A file that cannot be read or written is ignored. */
export function fieldCache(folder: string | undefined): FieldCache {
  const entries = new Map<string, Entry>()
  return {
    find(arn, now) {
      const entry =
        entries.get(arn) ?? (folder === undefined ? undefined : load(folder).groups[arn])
      if (!entry || !(Math.abs(now - entry.at) < MAX_AGE_MS)) return undefined
      return entry.fields.map(([name, percent]) => ({ name, percent }))
    },
    keep(arn, fields, now) {
      const entry: Entry = { at: now, fields: fields.map(({ name, percent }) => [name, percent]) }
      entries.set(arn, entry)
      if (folder === undefined) return
      const fresh = Object.entries(load(folder).groups).filter(
        ([, { at }]) => now - at < MAX_AGE_MS,
      )
      const groups = { ...Object.fromEntries(fresh), [arn]: entry }
      writeCacheFile(join(folder, FILE), JSON.stringify({ version: VERSION, groups }))
    },
  }
}

function load(folder: string): Contents {
  try {
    const read = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<Contents>
    const groups = Object.entries(read.groups ?? {}).filter(([, entry]) => isEntry(entry))
    if (read.version === VERSION) return { version: VERSION, groups: Object.fromEntries(groups) }
  } catch {
    // The cache only saves a call.
  }
  return { version: VERSION, groups: {} }
}

function isEntry(entry: unknown): boolean {
  const { at, fields } = (entry ?? {}) as Partial<Entry>
  return (
    typeof at === 'number' &&
    Array.isArray(fields) &&
    fields.every(
      (field) =>
        Array.isArray(field) && typeof field[0] === 'string' && typeof field[1] === 'number',
    )
  )
}
