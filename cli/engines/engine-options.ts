import type { Options } from 'yargs'
import type { EngineModule } from '../../lib/engines/engine-module'
import { capitalized } from '../../lib/engines/engine-option'
import type { EngineOptionValues } from '../../lib/engines/engines'
import type { ArgumentsOf } from '../command'
import { configOption } from '../settings'
import { ENGINE_NAMES, FILE_ENGINE, joinNames, REMOTE_ENGINES } from './engine-list'

const ownOptions = {
  engine: {
    alias: 'e',
    type: 'string',
    choices: ['auto', ...ENGINE_NAMES],
    default: 'auto',
    describe: `What runs the query; auto is ${FILE_ENGINE.name} with --path, else the cheapest engine that has the range. Without --from, remote engines query the last hour`,
  },
  estimate: {
    type: 'boolean',
    describe: 'Only print what each engine would scan and what that would cost',
  },
  'max-usd': {
    type: 'string',
    describe: 'Do not run a query whose estimated cost is higher',
  },
  ...configOption,
} as const satisfies Record<string, Options>

/** Which engine runs a query, and the options of all engines. */
export const engineOptions = { ...ownOptions, ...optionsOf(REMOTE_ENGINES) }

export type EngineArguments = ArgumentsOf<typeof ownOptions> & EngineOptionValues

/** The options of engines by their names, without those of files, which are input options; help says which engines have each, unless all have it. */
export function optionsOf(engines: readonly EngineModule[]): Readonly<Record<string, Options>> {
  const names = [...new Set(engines.flatMap(({ options }) => Object.keys(options)))].filter(
    (name) => !(name in FILE_ENGINE.options),
  )
  const options = names.map((name): [string, Options] => {
    const owners = engines.filter(({ options }) => name in options)
    const { type, array = false } = owners[0]!.options[name]!
    const describe = descriptionOf(name, owners, owners.length === engines.length)
    return [name, { type, describe, ...(array && { array }) }]
  })
  const isShared = (name: string) => engines.every(({ options }) => name in options)
  return Object.fromEntries([
    ...options.filter(([name]) => !isShared(name)),
    ...options.filter(([name]) => isShared(name)),
  ])
}

/** `Athena and Trino: the table over the logs`, `Athena: the data source; Trino: the catalog` */
function descriptionOf(name: string, owners: readonly EngineModule[], isShared: boolean): string {
  const texts = [...new Set(owners.map(({ options }) => options[name]!.describe))]
  if (isShared && texts.length === 1) return capitalized(texts[0]!)
  return texts
    .map((text) => {
      const titles = owners.filter(({ options }) => options[name]!.describe === text)
      return `${joinNames(titles.map(({ title }) => title))}: ${text}`
    })
    .join('; ')
}
