import type { ConnectLake, ConnectLogs } from '../lib/engines/engine-world'
import { withoutUndefined } from '../lib/without-undefined'

/** Clients for the lake; the SDK is loaded only here. */
export const connect: ConnectLake = async (region, profile) => {
  const { athenaClient, glueClient, s3Client } = await import('../lib/lake/clients')
  const options = withoutUndefined({ region, profile })
  return { glue: glueClient(options), athena: athenaClient(options), s3: s3Client(options) }
}

/** Clients for CloudWatch Logs. */
export const connectLogs: ConnectLogs = async (region, profile) => {
  const { logsClient } = await import('../lib/engines/cloudwatch/clients')
  return { logs: logsClient(withoutUndefined({ region, profile })) }
}
