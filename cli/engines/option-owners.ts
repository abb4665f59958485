import { UsageError } from '../../lib/errors'
import type { RemoteEngineModule } from '../../lib/engines/engine-module'
import { FILE_ENGINE, joinNames, REMOTE_ENGINES } from './engine-list'
import type { EngineArguments } from './engine-options'

/** An option that is given, with the engines that have it. */
interface GivenOption {
  /** As it is typed: `--log-group`. */
  readonly option: string
  readonly owners: readonly RemoteEngineModule[]
  readonly selectsNoEngine: boolean
}

/**
 * The engines for `auto`: those that have all given options, or with --estimate each engine that one of the options names.
 * @throws {UsageError} when no engine has all of them.
 */
export function enginesWithOptions(args: Partial<EngineArguments>): readonly RemoteEngineModule[] {
  const selecting = givenOptions(args).filter(({ selectsNoEngine }) => !selectsNoEngine)
  const common = REMOTE_ENGINES.filter((engine) =>
    selecting.every(({ owners }) => owners.includes(engine)),
  )
  if (common.length > 0) return common

  const ofOneEngine = selecting.filter(({ owners }) => owners.length === 1)
  if (args.estimate && ofOneEngine.length > 1) {
    return REMOTE_ENGINES.filter((engine) =>
      ofOneEngine.some(({ owners }) => owners.includes(engine)),
    )
  }
  const [first, second] = conflict(selecting)
  throw new UsageError(
    `${first.option} is an option of ${ownersText(first)}, ${second.option} of ${ownersText(second)}`,
    { help: 'one engine runs a query; --estimate compares the engines that options name' },
  )
}

/** @throws {UsageError} for an option that the named engine does not have. */
export function refuseUnsupported(
  engine: RemoteEngineModule,
  args: Partial<EngineArguments>,
): void {
  const other = givenOptions(args).find(({ owners }) => !owners.includes(engine))
  if (!other) return
  throw new UsageError(`--engine ${engine.name} does not have the option ${other.option}`, {
    help: `it is an option of ${ownersText(other)}`,
  })
}

/** @throws {UsageError} for options that do not apply where files are read. */
export function refuseRemoteOptions(args: Partial<EngineArguments>): void {
  const [first] = givenOptions(args).filter(
    ({ option }) => !(option.slice(2) in FILE_ENGINE.options),
  )
  const paid = args.estimate ? '--estimate' : args.maxUsd === undefined ? undefined : '--max-usd'
  const option = first?.option ?? paid
  if (option === undefined) return
  throw new UsageError(`${option} does not apply to files`, {
    help: first
      ? `it is an option of ${ownersText(first)}`
      : 'reading files on this machine costs nothing',
  })
}

function givenOptions(args: Partial<EngineArguments>): readonly GivenOption[] {
  const names = new Set(REMOTE_ENGINES.flatMap(({ options }) => Object.keys(options)))
  return [...names].flatMap((name) => {
    const value = (args as Readonly<Record<string, unknown>>)[camelCase(name)]
    if (value === undefined || value === false) return []
    const owners = REMOTE_ENGINES.filter(({ options }) => name in options)
    const selectsNoEngine = owners.every(({ options }) => options[name]!.selectsNoEngine)
    return { option: `--${name}`, owners, selectsNoEngine }
  })
}

/** The first two options without a common engine. If every pair had one, all options together would have one. */
function conflict(options: readonly GivenOption[]): readonly [GivenOption, GivenOption] {
  const pairs = options.flatMap((first) => options.map((second) => [first, second] as const))
  return pairs.find(([one, { owners }]) => !owners.some((engine) => one.owners.includes(engine)))!
}

function ownersText({ owners }: GivenOption): string {
  return joinNames(owners.map(({ name }) => name))
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
