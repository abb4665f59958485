import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import type { OutputColumn } from '../../lib/language/plan'
import type { ValueType } from '../../lib/language/value-type'
import { columnName } from '../column-name'
import { terraformText } from '../terraform-text'

export interface ArchiveTableProps {
  readonly databaseName: string
  readonly tableName: string
  /** `s3://…/`: the parent of the folders of days. */
  readonly location: string
  /** The columns of the archived query, in the order of the CSV file. */
  readonly columns: readonly OutputColumn[]
  /** How many days a query without a `date` reads; default: five years. */
  readonly retentionDays: number | undefined
  readonly dependsOn: readonly ITerraformDependable[]
}

const FIVE_YEARS_DAYS = 1826

const GLUE_TYPES: Readonly<Record<ValueType, string>> = {
  text: 'string',
  integer: 'bigint',
  boolean: 'bigint',
  number: 'double',
  time: 'timestamp',
}

/**
 * The table over the archive's daily CSV files. Athena computes the folders from the `date` of a query (partition
 * projection), so the table has no partitions.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export class ArchiveTable extends Construct {
  readonly table: GlueCatalogTable

  constructor(scope: Construct, id: string, props: ArchiveTableProps) {
    super(scope, id)

    this.table = new GlueCatalogTable(this, 'table', {
      databaseName: props.databaseName,
      name: props.tableName,
      description: 'The daily archive of nat/daily-top-100; date is the day, UTC',
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'csv',
        'skip.header.line.count': '1',
        'projection.enabled': 'true',
        'projection.date.type': 'date',
        'projection.date.format': 'yyyy-MM-dd',
        // In days: Trino has no longer unit.
        'projection.date.range': `NOW-${props.retentionDays ?? FIVE_YEARS_DAYS}DAYS,NOW`,
        'projection.date.interval': '1',
        'projection.date.interval.unit': 'DAYS',
        'storage.location.template': terraformText(`${props.location}\${date}/`),
      },
      partitionKeys: [{ name: 'date', type: 'string' }],
      storageDescriptor: {
        location: props.location,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        // This SerDe does not support quotes; addresses, ids, service codes and integers need none.
        serDeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          parameters: { 'field.delim': ',', 'serialization.format': ',' },
        },
        columns: props.columns.map(({ name, type }) => ({
          name: columnName(name),
          type: GLUE_TYPES[type],
        })),
      },
      dependsOn: [...props.dependsOn],
    })
  }
}
