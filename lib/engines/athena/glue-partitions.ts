import { GetPartitionsCommand } from '@aws-sdk/client-glue'
import { retrying } from '../retry'
import type { Waiting } from '../wait'
import type { GlueClients, TableName } from './flow-log-table'

export interface GluePartition {
  readonly values: readonly string[]
  /** Its folder: `s3://…/`. */
  readonly location: string | undefined
}

/** A table's partitions in the order of Glue, all pages; `expression` chooses some of them. */
export async function* gluePartitions(
  { database, table }: TableName,
  { glue }: GlueClients,
  waiting: Waiting,
  expression?: string,
): AsyncGenerator<GluePartition> {
  let token: string | undefined
  do {
    const command = new GetPartitionsCommand({
      DatabaseName: database,
      TableName: table,
      ExcludeColumnSchema: true,
      MaxResults: 1000,
      ...(expression === undefined ? {} : { Expression: expression }),
      ...(token ? { NextToken: token } : {}),
    })
    const { Partitions, NextToken } = await retrying(
      (options) => glue.send(command, options),
      waiting,
    )
    for (const { Values = [], StorageDescriptor } of Partitions ?? []) {
      yield { values: Values, location: StorageDescriptor?.Location }
    }
    token = NextToken
  } while (token)
}
