import type { PartitionError, StorageDescriptor } from '@aws-sdk/client-glue'
import { ServiceError, type Fault } from './fault'

/** Glue's tables and partitions, with the limits of its API. */
export class GlueState {
  readonly tables = new Map<string, Table>()
  /** Partitions in one page, whatever the caller asks for. */
  pageSize = 1000

  addTable(database: string, name: string, table: Partial<Table> = {}): Table {
    const made: Table = {
      keys: KEYS,
      descriptor: {
        Columns: [{ Name: 'bytes', Type: 'bigint' }],
        Location: 's3://flow-logs-bucket/AWSLogs/',
        InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
        },
      },
      partitions: new Map(),
      ...table,
    }
    this.tables.set(`${database}.${name}`, made)
    return made
  }

  readonly operations: Readonly<Record<string, (input: Input, fault?: Fault) => object>> = {
    GetTable: (input) => {
      const { keys, descriptor, parameters } = this.#table(input.DatabaseName, input.Name)
      return {
        Table: {
          Name: input.Name,
          PartitionKeys: keys.map((Name) => ({ Name, Type: 'string' })),
          StorageDescriptor: descriptor,
          ...(parameters && { Parameters: parameters }),
        },
      }
    },

    GetPartitions: (input) => {
      const { keys, partitions } = this.#table(input.DatabaseName, input.TableName)
      const start = Number(input.NextToken ?? 0)
      const size = Math.min(input.MaxResults ?? 1000, this.pageSize)
      const conditions = conditionsOf(input.Expression)
      const all = [...partitions.values()].filter(({ Values }) =>
        conditions.every(({ key, list }) => list.includes(Values[keys.indexOf(key)] ?? '')),
      )
      const page = all.slice(start, start + size).map(({ Values, StorageDescriptor }) => ({
        Values,
        StorageDescriptor: input.ExcludeColumnSchema
          ? { Location: StorageDescriptor.Location }
          : StorageDescriptor,
      }))
      const more = start + size < all.length
      return { Partitions: page, ...(more ? { NextToken: String(start + size) } : {}) }
    },

    BatchCreatePartition: (input, fault) => {
      const { partitions } = this.#table(input.DatabaseName, input.TableName)
      const list = atMost(100, 'PartitionInputList', input.PartitionInputList)
      return answer(list, fault, ({ Values, StorageDescriptor }) => {
        if (Values.length !== KEYS.length || !StorageDescriptor.Location)
          return 'InvalidInputException'
        if (partitions.has(Values.join('/'))) return 'AlreadyExistsException'
        partitions.set(Values.join('/'), { Values, StorageDescriptor })
        return undefined
      })
    },

    BatchDeletePartition: (input, fault) => {
      const { partitions } = this.#table(input.DatabaseName, input.TableName)
      const list = atMost(25, 'PartitionsToDelete', input.PartitionsToDelete)
      return answer(list, fault, ({ Values }) =>
        partitions.delete(Values.join('/')) ? undefined : 'EntityNotFoundException',
      )
    },
  }

  #table(database = '', name = ''): Table {
    const table = this.tables.get(`${database}.${name}`)
    if (!table) throw new ServiceError('EntityNotFoundException', `Table ${name} not found.`)
    return table
  }
}

export interface Table {
  readonly keys: readonly string[]
  readonly descriptor: StorageDescriptor
  /** By their values, with slashes. */
  readonly partitions: Map<string, TablePartition>
  readonly parameters?: Readonly<Record<string, string>>
}

interface TablePartition {
  readonly Values: readonly string[]
  readonly StorageDescriptor: StorageDescriptor
}

interface Input {
  readonly DatabaseName?: string
  readonly Name?: string
  readonly TableName?: string
  readonly Expression?: string
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly ExcludeColumnSchema?: boolean
  readonly PartitionInputList?: readonly TablePartition[]
  readonly PartitionsToDelete?: readonly { readonly Values: readonly string[] }[]
}

const KEYS = ['aws-account-id', 'aws-service', 'aws-region', 'year', 'month', 'day', 'hour']

/** Of Glue's conditions only lists are read: `(year IN ('2026')) AND (month IN ('02', '03'))`. */
function conditionsOf(expression = ''): { readonly key: string; readonly list: string[] }[] {
  if (expression === '') return []
  return expression.split(' AND ').map((part) => {
    const [, key, list] = /^\((\w+) IN \(('[^']*'(?:, '[^']*')*)\)\)$/.exec(part) ?? []
    if (!key || !list) throw new ServiceError('InvalidInputException', `Expression ${part}`)
    return { key, list: list.split(', ').map((value) => value.slice(1, -1)) }
  })
}

function atMost<T>(most: number, member: string, list: readonly T[] = []): readonly T[] {
  if (list.length <= most) return list
  const rule = `Member must have length less than or equal to ${most}`
  throw new ServiceError('ValidationException', `Value at '${member}' is too long: ${rule}`)
}

function answer<T extends { readonly Values: readonly string[] }>(
  list: readonly T[],
  fault: Fault | undefined,
  change: (item: T) => string | undefined,
): { readonly Errors: readonly PartitionError[] } {
  const Errors = list.flatMap((item): PartitionError[] => {
    const isFaulty = fault?.kind === 'items' && fault.of(item.Values)
    const code = isFaulty ? fault.code : change(item)
    if (code === undefined) return []
    const ErrorDetail = { ErrorCode: code, ErrorMessage: `Partition said ${code}.` }
    return [{ PartitionValues: [...item.Values], ErrorDetail }]
  })
  return { Errors }
}
