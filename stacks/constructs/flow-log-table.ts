import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { column, FIELD_TYPES } from '../../lib/flow-log/fields'
import type { Format } from '../../lib/flow-log/format'

export interface FlowLogTableProps {
  readonly databaseName: string
  readonly tableName: string
  /** `s3://…/AWSLogs/`: the folder above the first partition key. */
  readonly location: string
  readonly logFormat: Format
  /** The names of the folders, from the outermost: AWS's Hive layout, which `MSCK REPAIR TABLE` reads. */
  readonly partitionKeys: readonly string[]
  readonly dependsOn: readonly ITerraformDependable[]
}

/** The table over the flow logs' Parquet files; the daily functions add and delete its partitions. */
export class FlowLogTable extends Construct {
  readonly table: GlueCatalogTable

  constructor(scope: Construct, id: string, props: FlowLogTableProps) {
    super(scope, id)

    this.table = new GlueCatalogTable(this, 'table', {
      databaseName: props.databaseName,
      name: props.tableName,
      description: 'VPC flow logs, one row per record; partitions are UTC',
      tableType: 'EXTERNAL_TABLE',
      parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
      partitionKeys: props.partitionKeys.map((name) => ({ name, type: 'string' })),
      storageDescriptor: {
        location: props.location,
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serDeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          parameters: { 'serialization.format': '1' },
        },
        columns: props.logFormat.map((field) => ({
          name: column(field),
          type: FIELD_TYPES[field.type].glue,
          comment: field.meaning,
        })),
      },
      dependsOn: [...props.dependsOn],
    })
  }
}
