/**
 * The actions of an owner. QuickSight accepts only the complete set of an owner or of a reader.
 * https://docs.aws.amazon.com/quicksight/latest/developerguide/resource-permissions.html
 */
export const OWNER_ACTIONS = {
  dataSource: actions([
    'DescribeDataSource',
    'DescribeDataSourcePermissions',
    'PassDataSource',
    'UpdateDataSource',
    'DeleteDataSource',
    'UpdateDataSourcePermissions',
  ]),
  dataSet: actions([
    'DescribeDataSet',
    'DescribeDataSetPermissions',
    'PassDataSet',
    'DescribeIngestion',
    'ListIngestions',
    'UpdateDataSet',
    'DeleteDataSet',
    'CreateIngestion',
    'CancelIngestion',
    'UpdateDataSetPermissions',
    'CreateRefreshSchedule',
    'UpdateRefreshSchedule',
    'DeleteRefreshSchedule',
    'ListRefreshSchedules',
    'DescribeRefreshSchedule',
    'PutDataSetRefreshProperties',
    'DescribeDataSetRefreshProperties',
    'DeleteDataSetRefreshProperties',
  ]),
  analysis: actions([
    'RestoreAnalysis',
    'UpdateAnalysisPermissions',
    'DeleteAnalysis',
    'DescribeAnalysisPermissions',
    'QueryAnalysis',
    'DescribeAnalysis',
    'UpdateAnalysis',
  ]),
  dashboard: actions([
    'DescribeDashboard',
    'ListDashboardVersions',
    'UpdateDashboardPermissions',
    'QueryDashboard',
    'UpdateDashboard',
    'DeleteDashboard',
    'DescribeDashboardPermissions',
    'UpdateDashboardPublishedVersion',
  ]),
} as const

function actions(names: readonly string[]): readonly string[] {
  return names.map((name) => `quicksight:${name}`)
}
