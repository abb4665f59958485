import { QuicksightDataSet } from '@cdktf/provider-aws/lib/quicksight-data-set'
import { QuicksightDataSource } from '@cdktf/provider-aws/lib/quicksight-data-source'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import type { QuicksightSettings } from '../../lib/settings/settings'
import type { DataSetColumn } from '../quicksight/leg-rows'
import { OWNER_ACTIONS } from '../quicksight/owner-actions'
import { terraformText } from '../terraform-text'
import { SpiceRefresh } from './spice-refresh'

export interface LegDataSetProps {
  readonly quicksight: QuicksightSettings
  /** The name of the data source, and what the data set's begins with. */
  readonly name: string
  readonly workgroupName: string
  readonly sql: string
  readonly columns: readonly DataSetColumn[]
  /** What lets QuickSight read: creating the data set asks it at once. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** Days that an incremental refresh looks at again: what was delivered late, and what one failed refresh has missed. */
const LOOKBACK_DAYS = { daily: 2, hourly: 1 } as const

/** The lake as QuickSight sees it: Athena's workgroup as a data source, a query over the view as its data set. */
export class LegDataSet extends Construct {
  /** Known once the data set is there. */
  readonly arn: string

  constructor(scope: Construct, id: string, props: LegDataSetProps) {
    super(scope, id)

    const { quicksight } = props
    const { principalArn, importMode, refresh } = quicksight
    const source = new QuicksightDataSource(this, 'source', {
      dataSourceId: quicksight.dataSourceId,
      name: props.name,
      type: 'ATHENA',
      parameters: { athena: { workGroup: props.workgroupName } },
      sslProperties: { disableSsl: false },
      permission: [{ principal: principalArn, actions: [...OWNER_ACTIONS.dataSource] }],
      dependsOn: [...props.dependsOn],
    })
    const dataSet = new QuicksightDataSet(this, 'data-set', {
      dataSetId: quicksight.dataSetId,
      name: `${props.name}: NAT gateway traffic`,
      importMode,
      physicalTableMap: [
        {
          physicalTableMapId: 'legs',
          customSql: {
            dataSourceArn: source.arn,
            name: 'legs',
            sqlQuery: terraformText(props.sql),
            columns: props.columns.map(({ name, type }) => ({ name, type })),
          },
        },
      ],
      permissions: [{ principal: principalArn, actions: [...OWNER_ACTIONS.dataSet] }],
      ...(importMode === 'SPICE' && {
        refreshProperties: {
          refreshConfiguration: {
            incrementalRefresh: {
              lookbackWindow: {
                columnName: 'slot_start',
                size: LOOKBACK_DAYS[refresh.frequency],
                sizeUnit: 'DAY',
              },
            },
          },
        },
      }),
    })
    if (importMode === 'SPICE') {
      new SpiceRefresh(this, 'refresh', { ...refresh, dataSetId: dataSet.dataSetId })
    }
    this.arn = dataSet.arn
  }
}
