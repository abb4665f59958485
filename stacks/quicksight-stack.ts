import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy'
import type { TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import type { Catalogue } from '../lib/catalogue/catalogue'
import { UserError } from '../lib/errors'
import type { QuicksightSettings, Settings } from '../lib/settings/settings'
import { BaseStack } from './base-stack'
import { LegDataSet } from './constructs/leg-data-set'
import { TrafficDashboard } from './constructs/traffic-dashboard'
import { legViewQuery, type LegViewQuery } from './leg-view-query'
import { policyDocument } from './policy'
import { dashboardUrl } from './quicksight/dashboard-url'
import { legColumns, legRowsSql } from './quicksight/leg-rows'
import { readerStatements } from './quicksight/reader-statements'
import { terraformDefinition } from './quicksight/terraform-definition'
import { trafficDefinition } from './quicksight/traffic-definition'

/** The dashboard over the lake. It refers to the lake by names, so that it can be planned before the lake exists. */
export class QuicksightStack extends BaseStack {
  readonly notes: readonly string[] = []

  /** @param after the stacks to deploy first: the lake. */
  constructor(
    scope: Construct,
    settings: Settings,
    quicksight: QuicksightSettings,
    catalogue: Catalogue,
    after: readonly TerraformStack[],
  ) {
    super(scope, 'quicksight', settings)
    for (const stack of after) this.addDependency(stack)

    const { name, region, lake, usdPerGB } = settings
    const access = new IamRolePolicy(this, 'access', {
      // Roles are global.
      name: `${name}-lake-${region}`,
      role: quicksight.roleName,
      policy: policyDocument(readerStatements(settings)),
    })
    const { arn: dataSetArn } = new LegDataSet(this, 'legs', {
      quicksight,
      name,
      workgroupName: lake.workgroupName,
      sql: legRowsSql(lake),
      columns: legColumns(legView(settings, catalogue)),
      dependsOn: [access],
    })
    const days = lake.retentionDays + 1
    new TrafficDashboard(this, 'traffic', {
      quicksight,
      name,
      definition: terraformDefinition(trafficDefinition({ dataSetArn, days, usdPerGB })),
    })
    this.output(
      'dashboard_url',
      dashboardUrl(settings, quicksight.dashboardId),
      quicksight.importMode === 'SPICE'
        ? 'NAT gateway traffic; shows data when the first import of the data set is complete'
        : 'NAT gateway traffic; each view runs queries on Athena',
    )
    this.output(
      'next_command',
      nextCommand(settings, quicksight),
      'Shows errors of the import or of the dashboard',
    )
  }
}

/** Terraform does not report a failed SPICE import or errors in a dashboard's definition. */
function nextCommand(
  { account, region }: Settings,
  { importMode, dataSetId, dashboardId }: QuicksightSettings,
): string {
  const what =
    importMode === 'SPICE'
      ? `list-ingestions --data-set-id ${dataSetId}`
      : `describe-dashboard --dashboard-id ${dashboardId}`
  return `aws quicksight ${what} --aws-account-id ${account} --region ${region}`
}

function legView(settings: Settings, catalogue: Catalogue): LegViewQuery {
  const query = legViewQuery(settings, catalogue)
  if (query) return query
  throw new UserError(
    '`lake.logFormat` lacks fields that the dashboard requires for the two ends of NAT gateway traffic',
    {
      help: "choose 'v5', or leave `quicksight.principalArn` out",
    },
  )
}
