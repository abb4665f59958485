import { GetTableCommand, type GlueClient, type Table } from '@aws-sdk/client-glue'
import { UserError } from '../../errors'
import { retrying } from '../retry'
import type { TableColumn } from '../table-fields'
import type { Waiting } from '../wait'

export interface GlueClients {
  readonly glue: GlueClient
}

export interface TableName {
  readonly database: string
  readonly table: string
}

/** A table over flow logs, as Glue describes it. */
export interface FlowLogTable {
  /** Without the partition keys. */
  readonly columns: readonly TableColumn[]
  readonly partitionKeys: readonly string[]
  /** Athena computes the partitions from the table's properties; Glue lists none. */
  readonly isProjected: boolean
}

/** @throws {UserError} when Glue has no such table. */
export async function readTable(
  name: TableName,
  clients: GlueClients,
  waiting: Waiting,
): Promise<FlowLogTable> {
  const { StorageDescriptor, PartitionKeys, Parameters } = await glueTable(name, clients, waiting)
  const columns = StorageDescriptor?.Columns ?? []
  return {
    columns: columns.map(({ Name = '', Type = '' }) => ({ name: Name, type: Type })),
    partitionKeys: (PartitionKeys ?? []).map(({ Name = '' }) => Name),
    isProjected: Parameters?.['projection.enabled']?.toLowerCase() === 'true',
  }
}

/**
 * Reads the description of a table from Glue.
 * @throws {UserError} when it has no such table.
 */
export async function glueTable(
  { database, table }: TableName,
  { glue }: GlueClients,
  waiting: Waiting,
): Promise<Partial<Table>> {
  const command = new GetTableCommand({ DatabaseName: database, Name: table })
  const answer = await retrying((options) => glue.send(command, options), waiting).catch(
    (cause: Error) => {
      if (cause.name !== 'EntityNotFoundException') throw cause
      throw new UserError(`table \`${database}.${table}\` not found in Glue`, {
        help: 'deploy the lake stack first, or use another --database and --table',
        cause,
      })
    },
  )
  return answer.Table ?? {}
}
