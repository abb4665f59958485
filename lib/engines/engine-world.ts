import type { TimeSpan } from '../time'
import type { CloudwatchClients } from './cloudwatch/clients'
import type { LakeClients } from './athena/clients'
import type { Waiting } from './wait'

/** Makes the clients for a region and a profile; the SDK finds what is undefined, and the credentials and the endpoint. */
export type ConnectLake = (region: string | undefined, profile?: string) => Promise<LakeClients>

/** The same for CloudWatch Logs. */
export type ConnectLogs = (
  region: string | undefined,
  profile?: string,
) => Promise<CloudwatchClients>

/** What a query of a table may read, from a list of its files. */
export interface LakeScan {
  /** Of whole files: the maximum, as a query reads the columns that it names. */
  readonly bytes: number
  /** The first hour that has a file; undefined without files. */
  readonly since: Date | undefined
}

/** Lists the files of a table's hours. @throws {UserError} when the table does not exist. */
export type EstimateScan = (
  table: { readonly database: string; readonly table: string },
  span: TimeSpan,
  looking: { readonly latenessSeconds: number },
  clients: LakeClients,
  waiting: Waiting,
) => Promise<LakeScan>

/** The outside world of all engines: each takes what it uses. */
export interface EngineWorld {
  readonly connect: ConnectLake
  readonly connectLogs: ConnectLogs
  readonly estimateScan: EstimateScan
  readonly waiting: Waiting
}
