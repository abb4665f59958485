import type { StorageDescriptor } from '@aws-sdk/client-glue'
import { UserError } from '../errors'
import { PARTITION_KEYS } from '../flow-log/object-keys'
import { glueTable, type GlueClients } from '../engines/athena/flow-log-table'
import type { Waiting } from '../engines/wait'
import type { AccountsAndRegions } from './layout'

/** The logs in S3 and the Glue table over them. */
export interface Lake extends AccountsAndRegions {
  readonly database: string
  readonly table: string
}

export type LakeTable = Pick<Lake, 'database' | 'table'>

/**
 * The storage descriptor of the table, which each partition repeats; its location ends in a slash.
 * @throws {UserError} when the table does not exist or has other partition keys than AWS's seven.
 */
export async function readDescriptor(
  { database, table }: LakeTable,
  clients: GlueClients,
  waiting: Waiting,
): Promise<StorageDescriptor & { readonly Location: string }> {
  const { PartitionKeys, StorageDescriptor } = await glueTable(
    { database, table },
    clients,
    waiting,
  )

  const keys = (PartitionKeys ?? []).map(({ Name }) => Name)
  if (keys.join() !== PARTITION_KEYS.join()) {
    const found = keys.length === 0 ? 'has no partition keys' : `is partitioned by ${keys.join()}`
    throw new UserError(`table \`${database}.${table}\` ${found}`, {
      help: `the partition keys must be ${PARTITION_KEYS.join()}`,
    })
  }
  const location = StorageDescriptor?.Location
  if (!location) throw new UserError(`table \`${database}.${table}\` has no location`)
  return { ...StorageDescriptor, Location: location.replace(/\/*$/, '/') }
}
