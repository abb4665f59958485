import type { AccountRegion } from '../arn'
import { consoleUrl } from '../console-url'

/**
 * The address of a dashboard; outside the partition `aws`, the console's page, which links to it.
 * https://docs.aws.amazon.com/quick/latest/userguide/regions.html
 */
export function dashboardUrl(accountRegion: AccountRegion, dashboardId: string): string {
  return accountRegion.partition === 'aws'
    ? `https://${accountRegion.region}.quicksight.aws.amazon.com/sn/dashboards/${dashboardId}`
    : consoleUrl(accountRegion, 'quicksight', `/dashboards/${dashboardId}`)
}
