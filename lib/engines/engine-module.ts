import type { SqlDialect } from '../dialects/dialect'
import type { FieldName } from '../flow-log/fields'
import type { FlowLogChoice } from '../flow-log/flow-log-choice'
import type { Format, LineFields } from '../flow-log/format'
import type { FlowLogKind } from '../flow-log/transit-gateway'
import type { Settings } from '../settings/settings'
import type { TimeSpan } from '../time'
import type { Engine } from './engine'
import type { EngineOptions, OptionValues } from './engine-option'
import type { EngineWorld } from './engine-world'
import type { ListedFiles } from './listed-files'

/** What the command line, the settings and the machine give; each engine reads its own options in it. */
export interface EngineSetup<Options extends EngineOptions = EngineOptions> {
  readonly options: OptionValues<Options>
  /** Files, folders and globs. */
  readonly paths: readonly string[]
  /** More files, such as those of `s3://` addresses. */
  readonly listed: readonly ListedFiles[]
  readonly logFormat: LineFields | undefined
  /** What the path `-` means. */
  readonly stdin?: NodeJS.ReadableStream | undefined
  /** What is left out of the files, by globs. */
  readonly exclude?: readonly string[] | undefined
  /** The flow logs that are asked; default: VPC flow logs where there are some. */
  readonly logKind?: FlowLogKind | undefined
  /** The flow logs whose records count, or all, added up. */
  readonly flowLogs?: FlowLogChoice | undefined
  readonly latenessSeconds: number
  readonly settings: Settings | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  readonly folder: string
  /** Undefined where nothing may be kept from one run to the next. */
  readonly cacheFolder: string | undefined
  /** The most that copies of text files may take there; undefined: the default. */
  readonly cacheBytes?: number | undefined
  /** Whether copies are compared with their checksums before they are used. */
  readonly verifiesCopies?: boolean | undefined
}

interface CommonModule<Options extends EngineOptions, Location> {
  /** As `--engine` takes it. */
  readonly name: string
  /** As documents write it. */
  readonly title: string
  /** Its options on the command line; several engines can have the same one. */
  readonly options: Options
  /** What `natlens show` prints. */
  readonly queryForm: QueryForm
  /** Where the logs are. @throws {UsageError} for the value of an option. */
  locate(setup: EngineSetup<Options>): Location
  /** An error of a run as a message with the next step; any other error as it is. */
  explainError(error: unknown): unknown
}

/** An engine over files of this machine, which `--path` names. */
export interface FileEngineModule<
  Options extends EngineOptions = EngineOptions,
  Location = unknown,
> extends CommonModule<Options, Location> {
  readonly readsFiles: true
  /** Loads what runs queries. @throws {UsageError} when the location is incomplete. */
  open(location: Location): Promise<Engine>
}

/** An engine over logs that a service keeps: a query can cost money, and its newest records may still be on the way. */
export interface RemoteEngineModule<
  Options extends EngineOptions = EngineOptions,
  Location extends RemoteLocation = RemoteLocation,
> extends CommonModule<Options, Location> {
  readonly readsFiles: false
  /** The option that says where the logs are, such as `--log-group`. */
  readonly locatedBy: string
  /** The service that AWS delivers records to, and the usual delay in minutes. */
  readonly delivery: { readonly service: string; readonly minutes: number }
  /** The action that must be allowed to estimate the price of a query; undefined where a query has no price. */
  readonly priceAction: string | undefined
  /** Loads what runs queries. @throws {UsageError} when the location is incomplete. */
  open(location: Location, world: EngineWorld): Promise<Engine>
  /** What a query would scan and cost; runs nothing. */
  estimate(location: Location, question: QuestionOutline, world: EngineWorld): Promise<Estimate>
}

export type EngineModule = FileEngineModule | RemoteEngineModule

/** Where an engine's logs are, from options and settings. */
export interface RemoteLocation {
  /** Whether `auto` can consider the engine: the location is complete enough. */
  readonly isKnown: boolean
}

/** The text that an engine runs: the query's own, or SQL of a dialect over a table. */
export type QueryForm =
  | { readonly kind: 'insights-ql' }
  | {
      readonly kind: 'sql'
      readonly loadDialect: () => Promise<SqlDialect>
      /** The table in the engine's words, and the format of its records where the settings give it. */
      readonly source: (settings: Settings | undefined) => SqlSource
    }

export interface SqlSource {
  readonly table: readonly string[]
  readonly logFormat: Format | undefined
}

/** The parts of a question that an estimate uses. */
export interface QuestionOutline {
  readonly range: TimeSpan
  /** Fields that the log must have. */
  readonly needs: readonly FieldName[]
}

/** What an engine is expected to scan and cost for a question, before it runs. */
export interface Estimate {
  /** Whether it has the whole range and the fields that the question needs. */
  readonly covers: boolean
  /** Why it does, or does not. */
  readonly why: string
  /** Bytes that it would scan, at most; null where unknown. */
  readonly bytes: number | null
  /** Null where unknown, and for an engine without a price of its own. */
  readonly usd: number | null
}
