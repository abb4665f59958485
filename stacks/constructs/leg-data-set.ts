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
  /** The name of the data source and the prefix of the data set's name. */
  readonly name: string
  readonly workgroupName: string
  readonly sql: string
  readonly columns: readonly DataSetColumn[]
  /** QuickSight's permissions: it queries the view when the data set is created. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** Days that an incremental refresh reads again, for late records and after one failed refresh. */
const LOOKBACK_DAYS = { daily: 2, hourly: 1 } as const

/** Athena's workgroup as QuickSight's data source, and a query over the view as its data set. */
export class LegDataSet extends Construct {
  /** Known after the data set is created. */
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
