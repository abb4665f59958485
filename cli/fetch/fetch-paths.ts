import { mkdtempSync, rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../../lib/errors'
import type { ConnectLake } from '../../lib/engines/engine-world'
import type { ListedFiles } from '../../lib/engines/listed-files'
import { humanBytes } from '../../lib/human-bytes'
import type { TimeRange } from '../../lib/time'
import { withLake } from '../lake'
import type { Terminal } from '../terminal'
import { confirmFetch } from './confirm-fetch'
import { makeObjectFolder, makeObjectRoom, markUsed } from './object-cache'
import {
  fetchPlan,
  foldersOf,
  listedFiles,
  missingBytes,
  planFetch,
  type FetchPlan,
} from './plan-fetch'
import type { S3Address } from './s3-address'
import { explainWriteError } from './write-error'

export interface PathsRequest {
  readonly addresses: readonly S3Address[]
  readonly range: TimeRange | undefined
  readonly latenessSeconds: number
  /** Undefined where nothing may be kept from one run to the next. */
  readonly cacheFolder: string | undefined
  /** The most that the cache may take; undefined is the default. */
  readonly cacheBytes: number | undefined
  /** Fetch without asking. */
  readonly yes: boolean
  readonly args: {
    readonly config?: string | undefined
    readonly region?: string | undefined
    readonly profile?: string | undefined
  }
}

/**
 * Fetches what the addresses name, of the hours of the range, into the cache or a temporary folder; objects that are there are not
 * fetched again. Asks before it fetches without a start of the range.
 * @throws {UserError} when not all objects could be fetched: an answer never comes from a part of them.
 */
export async function fetchPaths(
  request: PathsRequest,
  terminal: Terminal,
  connect: ConnectLake,
): Promise<readonly ListedFiles[]> {
  const { addresses, range, latenessSeconds, cacheFolder, yes, args } = request
  const root = cacheFolder === undefined ? temporaryFolder(terminal) : cachedFolder(cacheFolder)
  const isKept = cacheFolder !== undefined
  return withLake(args, terminal, connect, async ({ clients: { s3 }, waiting }) => {
    const plans = []
    for (const address of addresses) {
      plans.push(await planFetch(address, root, { range, latenessSeconds }, { s3, waiting }))
    }
    for (const warning of plans.flatMap(({ warnings }) => warnings)) terminal.say(warning)
    if (!range?.from && !yes && plans.some(({ missing }) => missing.length > 0)) {
      await confirmFetch(plans, terminal)
    }
    if (cacheFolder !== undefined) useCache(cacheFolder, request, plans, terminal)
    await checkSpace(root, plans.map(missingBytes), isKept)
    for (const plan of plans) {
      await fetchPlan(plan, { waiting, isKept }, terminal)
    }
    return plans.map(listedFiles)
  }).catch((error: unknown) => {
    throw explainWriteError(error, root, spaceHelp(isKept))
  })
}

function cachedFolder(cacheFolder: string): string {
  try {
    return makeObjectFolder(cacheFolder)
  } catch (error) {
    throw explainWriteError(error, cacheFolder, spaceHelp(true))
  }
}

/** Makes room for the missing objects, and marks those that are there as used. */
function useCache(
  cacheFolder: string,
  { cacheBytes }: PathsRequest,
  plans: readonly FetchPlan[],
  terminal: Terminal,
): void {
  const folders = new Set(plans.flatMap(foldersOf))
  const now = terminal.now()
  const neededBytes = plans.reduce((sum, plan) => sum + missingBytes(plan), 0)
  markUsed(folders, now)
  const budget = makeObjectRoom(cacheFolder, { cacheBytes, neededBytes, folders, now })
  if (budget === undefined || neededBytes === 0) return
  terminal.say(`note: the objects exceed the size of the cache (${humanBytes(budget)}), so that a later fetch removes them; --cache-size raises it`) // prettier-ignore
}

function temporaryFolder(terminal: Terminal): string {
  const folder = mkdtempSync(join(tmpdir(), 'natlens-s3-'))
  terminal.atExit(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** @throws {UserError} when the file system has less space than the objects need. */
async function checkSpace(
  folder: string,
  sizes: readonly number[],
  isKept: boolean,
): Promise<void> {
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (bytes <= free) return
  throw new UserError(
    `the objects have ${humanBytes(bytes)}, and \`${folder}\` has space for ${humanBytes(free)}`,
    { help: spaceHelp(isKept) },
  )
}

function spaceHelp(isKept: boolean): string {
  return isKept
    ? 'free space there, choose a shorter range, or set XDG_CACHE_HOME to another folder; a repeat resumes'
    : 'free space there, choose a shorter range, or set TMPDIR to another folder'
}
