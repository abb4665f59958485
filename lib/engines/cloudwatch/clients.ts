import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ONCE } from '../retry'

export interface CloudwatchClients {
  readonly logs: CloudWatchLogsClient
}

/** Region, credentials and endpoint come from the environment where the options do not give them. */
export function logsClient(
  options: { readonly region?: string; readonly profile?: string } = {},
): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ ...ONCE, ...options })
}
