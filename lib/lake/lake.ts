import type { GlueClient, StorageDescriptor } from '@aws-sdk/client-glue'
import { GetTableCommand } from '@aws-sdk/client-glue'
import { UserError } from '../errors'
import { retrying } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import { PARTITION_KEYS, type Origins } from './layout'

/** The logs in S3 and the Glue table over them. */
export interface Lake extends Origins {
  readonly database: string
  readonly table: string
}

export type LakeTable = Pick<Lake, 'database' | 'table'>

export interface GlueClients {
  readonly glue: GlueClient
}

/**
 * How the table stores its records, which a partition repeats; its location ends in a slash.
 * @throws {UserError} when there is no such table, or its partition keys are not AWS's seven.
 */
export async function readDescriptor(
  { database, table }: LakeTable,
  { glue }: GlueClients,
  waiting: Waiting,
): Promise<StorageDescriptor & { readonly Location: string }> {
  const command = new GetTableCommand({ DatabaseName: database, Name: table })
  const { Table } = await retrying(() => glue.send(command), waiting).catch((error: Error) => {
    if (error.name !== 'EntityNotFoundException') throw error
    throw new UserError(`table \`${database}.${table}\` not found in Glue`, {
      help: 'deploy the lake stack first, or name another database and table',
      cause: error,
    })
  })

  const keys = (Table?.PartitionKeys ?? []).map(({ Name }) => Name)
  if (keys.join() !== PARTITION_KEYS.join()) {
    const found = keys.length === 0 ? 'has no partition keys' : `is partitioned by ${keys.join()}`
    throw new UserError(`table \`${database}.${table}\` ${found}`, {
      help: `its partition keys would be ${PARTITION_KEYS.join()}`,
    })
  }
  const location = Table?.StorageDescriptor?.Location
  if (!location) throw new UserError(`table \`${database}.${table}\` has no location`)
  return { ...Table.StorageDescriptor, Location: location.replace(/\/*$/, '/') }
}
