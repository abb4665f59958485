import { QuicksightAnalysis } from '@cdktf/provider-aws/lib/quicksight-analysis'
import { QuicksightDashboard } from '@cdktf/provider-aws/lib/quicksight-dashboard'
import { Construct } from 'constructs'
import type { QuicksightSettings } from '../../lib/settings/settings'
import { OWNER_ACTIONS } from '../quicksight/owner-actions'
import type { TerraformValue } from '../quicksight/terraform-definition'

export interface TrafficDashboardProps {
  readonly quicksight: QuicksightSettings
  readonly name: string
  readonly definition: TerraformValue
}

/** An analysis to edit and a dashboard to view, with the same definition. */
export class TrafficDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { quicksight, name, definition }: TrafficDashboardProps,
  ) {
    super(scope, id)

    const { principalArn, analysisId, dashboardId } = quicksight
    const title = `${name}: NAT gateway traffic`
    new QuicksightAnalysis(this, 'analysis', {
      analysisId,
      name: title,
      definition,
      permissions: [{ principal: principalArn, actions: [...OWNER_ACTIONS.analysis] }],
    })
    new QuicksightDashboard(this, 'dashboard', {
      dashboardId,
      name: title,
      versionDescription: 'As natlens defines it',
      definition,
      permissions: [{ principal: principalArn, actions: [...OWNER_ACTIONS.dashboard] }],
      dashboardPublishOptions: {
        adHocFilteringOption: { availabilityStatus: 'ENABLED' },
        exportToCsvOption: { availabilityStatus: 'ENABLED' },
        visualAxisSortOption: { availabilityStatus: 'ENABLED' },
        sheetControlsOption: { visibilityState: 'EXPANDED' },
      },
    })
  }
}
