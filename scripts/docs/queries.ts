import { loadCatalogue } from '../../lib/catalogue/catalogue'
import type { CatalogueQuery } from '../../lib/catalogue/query'
import { fieldByName } from '../../lib/flow-log/fields'
import { markdownTable } from './table'

/** docs/queries.md: the catalogue, a section for each query. */
export function queriesDocument(): string {
  const catalogue = loadCatalogue()
  const groups = catalogue.groups().map((group) => {
    const queries = catalogue.all().filter((query) => query.group === group)
    return `## ${group}\n\n${queries.map(section).join('\n\n')}`
  })
  return `# The catalogue

<!-- Written by \`npm run docs\` from queries/; edit the query. -->

${catalogue.all().length} queries. Run one with \`natlens run NAME --path FOLDER\`, read its text with \`natlens show NAME\`.

${groups.join('\n\n')}
`
}

function section(query: CatalogueQuery): string {
  const parameters = query.parameters.map(
    ({ name, type, list, required, default: values, description }) => [
      `\`${name}\``,
      list ? `list of ${type}` : type,
      required ? 'required' : (values?.join(', ') ?? 'optional'),
      description,
    ],
  )
  return [
    `### ${query.name}`,
    `**${query.title}.** ${query.description.replaceAll('\n', ' ').replaceAll('  ', '\n\n')}`,
    ...(parameters.length > 0
      ? [markdownTable(['parameter', 'type', 'default', 'meaning'], parameters)]
      : []),
    `Needs ${query.needs.map((name) => `\`${fieldByName(name).token}\``).join(' ')}${
      query.otherwise ? `; without them: \`${query.otherwise}\`` : ''
    }. Version ${query.version}.`,
  ].join('\n\n')
}
