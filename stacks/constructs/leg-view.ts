import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import type { LegViewQuery } from '../leg-view-query'

export interface LegViewProps {
  readonly databaseName: string
  readonly viewName: string
  readonly query: LegViewQuery
  readonly dependsOn: readonly ITerraformDependable[]
}

/**
 * A view in Athena's own form: a Glue table whose text is the base64 of a JSON document. The document has Trino's types and
 * the table Hive's; they must agree, or Athena reports a stale view.
 */
export class LegView extends Construct {
  readonly view: GlueCatalogTable

  constructor(scope: Construct, id: string, props: LegViewProps) {
    super(scope, id)

    const { columns } = props.query
    this.view = new GlueCatalogTable(this, 'view', {
      databaseName: props.databaseName,
      name: props.viewName,
      tableType: 'VIRTUAL_VIEW',
      // No description: Trino would read it in the place of the comment, which marks a view.
      parameters: { presto_view: 'true', comment: 'Presto View' },
      viewOriginalText: `/* Presto View: ${base64(document(props))} */`,
      viewExpandedText: '/* Presto View */',
      storageDescriptor: {
        columns: columns.map(({ name, glue }) => ({ name, type: glue })),
        // Required by Trino.
        serDeInfo: { name: '-', serializationLibrary: '-' },
      },
      dependsOn: [...props.dependsOn],
    })
  }
}

function document({ databaseName, query }: LegViewProps): object {
  return {
    originalSql: query.sql,
    catalog: 'awsdatacatalog',
    schema: databaseName,
    columns: query.columns.map(({ name, trino }) => ({ name, type: trino })),
    // A view in Glue has no owner.
    runAsInvoker: true,
  }
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}
