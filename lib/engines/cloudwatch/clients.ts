import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'

export interface CloudwatchClients {
  readonly logs: CloudWatchLogsClient
}

/** Milliseconds; the SDK itself would wait for ever for a server that no longer answers. */
const TIMEOUTS = { connectionTimeout: 10_000, socketTimeout: 60_000 }

/** What the environment says (region, credentials, endpoint) unless it is named; one try each: the engine tries again. */
export function logsClient(
  options: { readonly region?: string; readonly profile?: string } = {},
): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ maxAttempts: 1, requestHandler: TIMEOUTS, ...options })
}
