import { arn } from '../../stacks/arn'
import { actionsOf, nameIn, type Right } from './right'

/** QuickSight, with resources by the ids in the settings. */
export const QUICKSIGHT_RIGHTS = {
  aws_quicksight_data_source: right(
    'datasource',
    'data_source_id',
    `CreateDataSource DescribeDataSource UpdateDataSource DeleteDataSource PassDataSource
    DescribeDataSourcePermissions UpdateDataSourcePermissions`,
  ),
  aws_quicksight_data_set: [
    ...right(
      'dataset',
      'data_set_id',
      `CreateDataSet DescribeDataSet UpdateDataSet DeleteDataSet PassDataSet DescribeDataSetPermissions
      UpdateDataSetPermissions PutDataSetRefreshProperties DescribeDataSetRefreshProperties
      DeleteDataSetRefreshProperties`,
    ),
    // AWS also checks the data source of a data set.
    {
      actions: ['quicksight:CreateDataSet'],
      on: (settings) => [
        arn(settings, 'quicksight', `datasource/${settings.quicksight?.dataSourceId}`),
      ],
    },
  ],
  aws_quicksight_refresh_schedule: [
    {
      actions: actionsOf(
        'quicksight',
        'CreateRefreshSchedule DescribeRefreshSchedule UpdateRefreshSchedule DeleteRefreshSchedule',
      ),
      on: (settings) => {
        const id = settings.quicksight?.dataSetId
        return [arn(settings, 'quicksight', `dataset/${id}/refresh-schedule/*`)]
      },
    },
  ],
  aws_quicksight_analysis: right(
    'analysis',
    'analysis_id',
    `CreateAnalysis DescribeAnalysis UpdateAnalysis DeleteAnalysis
    DescribeAnalysisPermissions UpdateAnalysisPermissions`,
  ),
  aws_quicksight_dashboard: right(
    'dashboard',
    'dashboard_id',
    `CreateDashboard DescribeDashboard UpdateDashboard DeleteDashboard
    UpdateDashboardPublishedVersion DescribeDashboardPermissions UpdateDashboardPermissions`,
  ),
} as const satisfies Record<string, readonly Right[]>

function right(kind: string, key: string, names: string): readonly Right[] {
  return [
    {
      actions: actionsOf('quicksight', `${names} ListTagsForResource TagResource UntagResource`),
      on: (settings, resource) => [arn(settings, 'quicksight', `${kind}/${nameIn(resource, key)}`)],
    },
  ]
}
