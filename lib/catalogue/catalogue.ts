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

/** Lists the catalogue's files and reads each when it is used. `folder` defaults to `queries/` of this package. */
export function loadCatalogue(folder = catalogueFolder()): Catalogue {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: group }) =>
      readdirSync(join(folder, group))
        .filter((file) => file.endsWith(EXTENSION))
        .map((file) => `${group}/${file.slice(0, -EXTENSION.length)}`),
    )
    .sort()
  const queries = new Map<string, CatalogueQuery>()

  function read(name: string): CatalogueQuery {
    const before = queries.get(name)
    if (before) return before
    const query = readQuery(readFileSync(join(folder, `${name}${EXTENSION}`), 'utf8'), name)
    queries.set(name, query)
    return query
  }

  return {
    all: () => names.map(read),
    groups: () => [...new Set(names.map((name) => name.slice(0, name.indexOf('/'))))],
    find: (name) => (names.includes(name) ? read(name) : throwUnknown(name, names)),
  }
}

function throwUnknown(name: string, names: readonly string[]): never {
  // `conversations` suggests `nat/conversations`.
  const near =
    names.filter((candidate) => candidate.endsWith(`/${name}`))[0] ?? closest(name, names)
  const rest = `\`natlens list\` prints all ${names.length} queries`
  throw new UsageError(`no query named \`${name}\``, {
    help: near ? `Did you mean \`${near}\`? ${rest}` : rest,
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
