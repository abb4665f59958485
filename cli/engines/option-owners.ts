import { UsageError } from '../../lib/errors'
import type { EngineArguments } from './engine-options'
import type { RemoteName } from './places'

type Owned = Exclude<keyof EngineArguments, 'engine' | 'config'>

interface Ownership {
  readonly engines: readonly RemoteName[]
  /** It says nothing of where the logs are, so that `auto` may take another engine none the less. */
  readonly isAside?: true
}

const EVERY: readonly RemoteName[] = ['cloudwatch', 'athena', 'trino']

/** Which engines each option of {@link EngineArguments} belongs to. */
const OWNERS = {
  logGroup: { engines: ['cloudwatch'] },
  workgroup: { engines: ['athena'] },
  database: { engines: ['athena', 'trino'] },
  table: { engines: ['athena', 'trino'] },
  catalog: { engines: ['athena', 'trino'] },
  reuse: { engines: ['athena'] },
  server: { engines: ['trino'] },
  schema: { engines: ['trino'] },
  user: { engines: ['trino'] },
  tlsCa: { engines: ['trino'] },
  tlsCert: { engines: ['trino'] },
  tlsKey: { engines: ['trino'] },
  scanUsdPerGb: { engines: ['cloudwatch'], isAside: true },
  scanUsdPerTb: { engines: ['athena'], isAside: true },
  estimate: { engines: EVERY },
  maxUsd: { engines: EVERY },
  region: { engines: EVERY },
  profile: { engines: EVERY },
} as const satisfies Record<Owned, Ownership>

interface Choosing extends Ownership {
  /** As it is typed: `--log-group`. */
  readonly option: string
}

/**
 * The engines that the options leave to `auto`: those that all of them belong to, or with --estimate each that one of them names.
 * @throws {UsageError} when no engine has them all.
 */
export function enginesOfOptions(args: Partial<EngineArguments>): readonly RemoteName[] {
  const choosing = givenOptions(args).filter(({ isAside }) => !isAside)
  const common = EVERY.filter((name) => choosing.every(({ engines }) => engines.includes(name)))
  if (common.length > 0) return common

  const alone = choosing.filter(({ engines }) => engines.length === 1)
  if (args.estimate && alone.length > 1) {
    return EVERY.filter((name) => alone.some(({ engines }) => engines.includes(name)))
  }
  const [first, second] = apart(choosing)
  throw new UsageError(
    `${first.option} belongs to ${listed(first)}, ${second.option} to ${listed(second)}`,
    { help: 'one engine answers a question; --estimate compares those that options name' },
  )
}

/** @throws {UsageError} for an option that the named engine does not have. */
export function refuseOthers(name: RemoteName, args: Partial<EngineArguments>): void {
  const other = givenOptions(args).find(({ engines }) => !engines.includes(name))
  if (!other) return
  throw new UsageError(`--engine ${name} takes no ${other.option}`, {
    help: `it belongs to ${listed(other)}`,
  })
}

/** @throws {UsageError} for an option of any remote engine: files are read. */
export function refuseRemote({ engine, ...args }: EngineArguments, hasPath: boolean): void {
  if (engine !== 'auto' && engine !== 'local') {
    throw new UsageError(`--engine ${engine} reads no files`, {
      help: hasPath ? 'without --path it is asked' : 'a path is given besides the name of the query', // prettier-ignore
    })
  }
  const [first] = givenOptions(args)
  if (!first) return
  const isPrice = first.option === '--estimate' || first.option === '--max-usd'
  throw new UsageError(`${first.option} says nothing about files`, {
    help: isPrice
      ? 'what is read on this machine costs nothing'
      : `it belongs to ${listed(first)}, which ${first.engines.length > 1 ? 'read' : 'reads'} no files`,
  })
}

function givenOptions(args: Partial<EngineArguments>): readonly Choosing[] {
  return Object.entries<Ownership>(OWNERS).flatMap(([name, ownership]) => {
    const value = args[name as Owned]
    if (value === undefined || value === false) return []
    return { ...ownership, option: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` } // prettier-ignore
  })
}

/** Two that have no engine in common: of lists such as those above, all of them have one when each two have. */
function apart(choosing: readonly Choosing[]): readonly [Choosing, Choosing] {
  const pairs = choosing.flatMap((first) => choosing.map((second) => [first, second] as const))
  return pairs.find(([one, { engines }]) => !engines.some((name) => one.engines.includes(name)))!
}

function listed({ engines }: Ownership): string {
  return engines.join(', ').replace(/, (\w+)$/, ' and $1')
}
