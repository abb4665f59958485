import { ArchiveTable } from '../../../stacks/constructs/archive-table'
import { FlowLogTable } from '../../../stacks/constructs/flow-log-table'
import { LegView } from '../../../stacks/constructs/leg-view'
import { FORMATS } from '../../../lib/flow-log/format'
import { synthConstruct } from '../synth-construct'

describe('the table over the logs', () => {
  it('is Parquet, external, and has nothing of a table of text', () => {
    const stack = synthConstruct(
      (scope) =>
        new FlowLogTable(scope, 'table', {
          databaseName: 'natlens',
          tableName: 'flow_logs',
          location: 's3://logs/AWSLogs/',
          logFormat: FORMATS.v11,
          partitionKeys: ['year', 'hour'],
          dependsOn: [],
        }),
    )
    const table = stack.one('aws_glue_catalog_table')
    const { columns, ...descriptor } = table['storage_descriptor'] as {
      columns: { name: string; comment: string }[]
    }

    expect(table['table_type']).toBe('EXTERNAL_TABLE')
    expect(table['parameters']).toEqual({ EXTERNAL: 'TRUE', classification: 'parquet' })
    expect(descriptor).toEqual({
      location: 's3://logs/AWSLogs/',
      input_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      output_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      ser_de_info: {
        parameters: { 'serialization.format': '1' },
        serialization_library: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      },
    })
    expect(columns.map(({ name }) => name)).toContain('next_hop_interface_type')
    // Glue takes no longer comment.
    expect(columns.filter(({ comment }) => comment.length > 255)).toEqual([])
  })
})

describe('the view', () => {
  const stack = synthConstruct(
    (scope) =>
      new LegView(scope, 'view', {
        databaseName: 'natlens',
        viewName: 'nat_legs',
        query: {
          sql: 'SELECT "bytes" AS "bytes", "time" AS "time" FROM "flow_logs"',
          columns: [
            { name: 'bytes', trino: 'bigint', glue: 'bigint' },
            { name: 'time', trino: 'timestamp(3)', glue: 'timestamp' },
          ],
        },
        dependsOn: [],
      }),
  )
  const view = stack.one('aws_glue_catalog_table')

  it('is a view to Glue and to Athena', () => {
    expect(view).toMatchObject({
      name: 'nat_legs',
      table_type: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      view_expanded_text: '/* Presto View */',
    })
    // Trino finds no view that has one.
    expect(view).not.toHaveProperty('description')
  })

  it('holds its SQL and its columns in Trino’s types', () => {
    const [, base64 = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(
      view['view_original_text'] as string,
    )!

    expect(JSON.parse(Buffer.from(base64, 'base64').toString())).toEqual({
      originalSql: 'SELECT "bytes" AS "bytes", "time" AS "time" FROM "flow_logs"',
      catalog: 'awsdatacatalog',
      schema: 'natlens',
      columns: [
        { name: 'bytes', type: 'bigint' },
        { name: 'time', type: 'timestamp(3)' },
      ],
      runAsInvoker: true,
    })
  })

  it('has the same columns in Hive’s types', () => {
    expect(view['storage_descriptor']).toEqual({
      columns: [
        { name: 'bytes', type: 'bigint' },
        { name: 'time', type: 'timestamp' },
      ],
      ser_de_info: { name: '-', serialization_library: '-' },
    })
  })
})

describe('the table over the archive', () => {
  it('finds each day in its folder and has the columns of the CSV', () => {
    const stack = synthConstruct(
      (scope) =>
        new ArchiveTable(scope, 'table', {
          databaseName: 'natlens',
          tableName: 'daily_top_100',
          location: 's3://archive/',
          columns: [column('natGateway', 'text'), column('totalBytes', 'integer')],
          retentionDays: undefined,
          dependsOn: [],
        }),
    )
    const table = stack.one('aws_glue_catalog_table')

    expect(table['parameters']).toMatchObject({
      'skip.header.line.count': '1',
      'projection.enabled': 'true',
      'projection.date.type': 'date',
      'projection.date.format': 'yyyy-MM-dd',
      'projection.date.range': 'NOW-1826DAYS,NOW',
      'storage.location.template': 's3://archive/$${date}/',
    })
    expect(table['partition_keys']).toEqual([{ name: 'date', type: 'string' }])
    expect(table['storage_descriptor']).toMatchObject({
      location: 's3://archive/',
      columns: [
        { name: 'nat_gateway', type: 'string' },
        { name: 'total_bytes', type: 'bigint' },
      ],
    })
  })
})

function column(name: string, type: 'text' | 'integer') {
  return { name, type, value: { kind: 'column', name, type } as const }
}
