import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closest } from '../closest'
import { UsageError } from '../errors'
import { readQuery, type CatalogueQuery } from './query'

/** All queries that natlens knows by name: folder = group, file = name. */
export interface Catalogue {
  all(): readonly CatalogueQuery[]
  groups(): readonly string[]
  /** @throws {UsageError} with the nearest name when there is no such query. */
  find(name: string): CatalogueQuery
}

const EXTENSION = '.insights'

/** Reads the catalogue's files; `folder` is `queries/` of this package unless told. */
export function loadCatalogue(folder = catalogueFolder()): Catalogue {
  const queries = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: group }) =>
      readdirSync(join(folder, group))
        .filter((file) => file.endsWith(EXTENSION))
        .map((file) => `${group}/${file.slice(0, -EXTENSION.length)}`),
    )
    .sort()
    .map((name) => readQuery(readFileSync(join(folder, `${name}${EXTENSION}`), 'utf8'), name))
  const byName = new Map(queries.map((query) => [query.name, query]))

  return {
    all: () => queries,
    groups: () => [...new Set(queries.map(({ group }) => group))],
    find: (name) => byName.get(name) ?? missing(name, queries),
  }
}

function missing(name: string, queries: readonly CatalogueQuery[]): never {
  const names = queries.map((query) => query.name)
  // `conversations` is as near to `nat/conversations` as a name can be.
  const near =
    names.filter((candidate) => candidate.endsWith(`/${name}`))[0] ?? closest(name, names)
  const rest = `\`natlens list\` prints all ${names.length}`
  throw new UsageError(`no query named \`${name}\``, {
    help: near ? `\`${near}\` is close; ${rest}` : rest,
  })
}

/** The package's own `queries/`: above this file in a checkout, beside `dist/` when built. */
function catalogueFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'queries')) || !existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the folder `queries` of natlens is missing')
    folder = parent
  }
  return join(folder, 'queries')
}
