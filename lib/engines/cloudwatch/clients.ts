import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'

export interface CloudwatchClients {
  readonly logs: CloudWatchLogsClient
}

/** What the environment says (region, credentials, endpoint) unless it is named; one try each: the engine tries again. */
export function logsClient(
  options: { readonly region?: string; readonly profile?: string } = {},
): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ maxAttempts: 1, ...options })
}
