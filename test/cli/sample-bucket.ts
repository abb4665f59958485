import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { writeSample } from '../../lib/sample/sample'
import type { AwsServer } from '../aws-server/aws-server'

/** The bucket of the lake that lakeFolder's settings name. */
export const LOG_BUCKET = 'natlens-flow-logs-123456789012-eu-west-1'

/** Writes hours of the sample as Parquet into a folder, and puts them into the lake's bucket; gives the folder of the logs. */
export async function sampleBucket({ s3 }: AwsServer, folder: string): Promise<string> {
  await writeSample({ out: folder, conversations: 20, hours: 2, as: 'parquet' })
  const objects = s3.addBucket(LOG_BUCKET)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(({ name }) => name.endsWith('.parquet'))) {
    const path = join(entry.parentPath, entry.name)
    objects.set(relative(folder, path), await readFile(path))
  }
  return join(folder, 'AWSLogs')
}
