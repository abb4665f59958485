import type { Engine } from '../../lib/engines/engine'
import type {
  EngineSetup,
  RemoteEngineModule,
  RemoteLocation,
} from '../../lib/engines/engine-module'
import type { EngineOptions } from '../../lib/engines/engine-option'
import { UserError } from '../../lib/errors'

const fakeOptions = {
  shelf: { type: 'string', describe: 'where the tapes are' },
  table: { type: 'string', describe: 'the table over the logs' },
} as const satisfies EngineOptions

interface FakeLocation extends RemoteLocation {
  readonly shelf: string | undefined
}

/** An engine over tapes on a shelf: it answers one row, and fails on the shelf `broken`. */
export const fakeModule = {
  name: 'fake',
  title: 'Fake',
  options: fakeOptions,
  readsFiles: false,
  locatedBy: '--shelf',
  delivery: { service: 'the shelf', minutes: 60 },
  priceAction: 'shelf:Count',
  queryForm: {
    kind: 'sql',
    loadDialect: async () => (await import('../../lib/dialects/duckdb')).duckdb,
    source: () => ({ table: ['tapes'], logFormat: undefined }),
  },

  locate({ options, environment }: EngineSetup<typeof fakeOptions>) {
    const shelf = options.shelf ?? environment['SHELF']
    return { shelf, isKnown: shelf !== undefined }
  },
  open: ({ shelf = '' }: FakeLocation) => Promise.resolve(fakeEngine(shelf)),
  estimate: ({ shelf }: FakeLocation) =>
    Promise.resolve({ covers: true, why: 'has tapes', bytes: 2, usd: shelf === 'free' ? 0 : null }),
  explainError: (error: unknown) =>
    error instanceof TypeError ? new UserError(`the shelf fell: ${error.message}`) : error,
} as const satisfies RemoteEngineModule<typeof fakeOptions, FakeLocation>

function fakeEngine(shelf: string): Engine {
  return {
    name: 'fake',
    run() {
      if (shelf === 'broken') return Promise.reject(new TypeError('tape torn'))
      return Promise.resolve({
        columns: [{ name: 'tapes', type: 'integer' }],
        batches: (async function* () {
          yield* await Promise.resolve([[[3]]])
        })(),
        statistics: () => ({ rows: 1, seconds: 0, bytesRead: 2 }),
      })
    },
  }
}
