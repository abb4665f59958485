import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AwsServer } from '../aws-server/aws-server'

/** The settings of a lake with one NAT gateway, logged by its interface; all names are the defaults. */
export const SETTINGS = {
  account: '123456789012',
  region: 'eu-west-1',
  vpcs: [{ id: 'vpc-0a1b2c3d4e5f60718', cidrs: ['10.0.0.0/16'] }],
  natGateways: [{ id: 'eni-0aaaaaaaaaaaaaaa1', privateAddresses: ['10.0.0.10'] }],
}

export const ARCHIVE_BUCKET = 'natlens-archive-123456789012-eu-west-1'

export interface LakeFolder {
  readonly folder: string
  remove(): Promise<void>
}

/** A folder with natlens.config.json, or without one. */
export async function lakeFolder(settings: object | undefined = SETTINGS): Promise<LakeFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-lake-'))
  await writeFile(join(folder, 'natlens.config.json'), JSON.stringify(settings))
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

export async function emptyFolder(): Promise<LakeFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'natlens-lake-'))
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

/** The environment in which the program reaches the server and nothing else. */
export function awsEnvironment({ url }: AwsServer): Record<string, string | undefined> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}
