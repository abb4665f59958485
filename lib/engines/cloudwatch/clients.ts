import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ONCE } from '../retry'

export interface CloudwatchClients {
  readonly logs: CloudWatchLogsClient
}

/** What the environment says (region, credentials, endpoint) unless it is named. */
export function logsClient(
  options: { readonly region?: string; readonly profile?: string } = {},
): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ ...ONCE, ...options })
}
