import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../../lib/catalogue/query'
import { closest } from '../../lib/closest'
import { UsageError } from '../../lib/errors'
import { table } from '../../lib/presenters/table'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { processTerminal, type Terminal } from '../terminal'

const options = {
  group: { alias: 'g', type: 'string', describe: 'List only this group' },
  output: {
    alias: 'o',
    type: 'string',
    choices: ['table', 'json'],
    default: 'table',
    describe: 'Output format',
  },
} as const

/** Prints the names and titles of the catalogue's queries, or their details as JSON. */
export async function list(
  { group, output }: ArgumentsOf<typeof options>,
  terminal: Terminal = processTerminal,
  catalogue: Catalogue = loadCatalogue(),
): Promise<ExitCode> {
  const queries = group === undefined ? catalogue.all() : findGroup(catalogue, group)

  if (output === 'json') {
    await terminal.print(`${JSON.stringify(queries.map(toJson), null, 2)}\n`)
    return 0
  }
  const columns = ['name', 'title'].map((name) => ({ name, type: 'text' as const }))
  const rows = queries.map(({ name, title }) => [name, title])
  for await (const text of table({ columns, batches: [rows] }, terminal.layout))
    await terminal.print(text)
  return 0
}

function findGroup(catalogue: Catalogue, group: string): readonly CatalogueQuery[] {
  const queries = catalogue.all().filter((query) => query.group === group)
  if (queries.length > 0) return queries

  const groups = catalogue.groups()
  const near = closest(group, groups)
  throw new UsageError(`no group named \`${group}\``, {
    help: near ? `Did you mean \`${near}\`?` : `groups: ${groups.join(', ')}`,
  })
}

function toJson({ name, group, title, description, version, parameters, needs }: CatalogueQuery) {
  return {
    name,
    group,
    title,
    description,
    version,
    parameters: parameters.map(withNullDefault),
    needs,
  }
}

/** JSON has no undefined. */
function withNullDefault(parameter: CatalogueQuery['parameters'][number]) {
  return { ...parameter, default: parameter.default ?? null }
}

export const listCommand = {
  usage: 'list',
  describe: 'List the queries in the catalogue',
  positionals: {},
  options,
  examples: [
    ['list --group nat', 'List the queries about NAT gateways'],
    ['list -o json', 'Include parameters, required fields and versions'],
  ],
  run: list,
} as const satisfies Command
