import type { Place } from '../arn'
import { consoleUrl } from '../console-url'

/**
 * Where a dashboard is looked at; outside the partition `aws`, the console's page, which leads there.
 * https://docs.aws.amazon.com/quick/latest/userguide/regions.html
 */
export function dashboardUrl(place: Place, dashboardId: string): string {
  return place.partition === 'aws'
    ? `https://${place.region}.quicksight.aws.amazon.com/sn/dashboards/${dashboardId}`
    : consoleUrl(place, 'quicksight', `/dashboards/${dashboardId}`)
}
