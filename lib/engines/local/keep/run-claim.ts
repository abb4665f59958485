import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../../../atomic-file'

/** The copies that a run uses, and those that it writes, by the keys of their readings. */
export interface Claim {
  readonly uses: readonly string[]
  readonly writes: readonly string[]
}

export interface ClaimedByOthers {
  readonly uses: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

const NAME = /^\.run-(\d+)-[0-9a-f-]+\.json$/
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export function writeClaim(folder: string, run: string, claim: Claim): void {
  writeFileSync(claimPath(folder, run), JSON.stringify(claim))
}

export function hasClaim(folder: string, run: string): boolean {
  return existsSync(claimPath(folder, run))
}

export function removeClaim(folder: string, run: string): void {
  rmSync(claimPath(folder, run), { force: true })
}

function claimPath(folder: string, run: string): string {
  return join(folder, `.run-${run}.json`)
}

/** What other runs claim. The claims of ended runs are removed. */
export function claimedByOthers(
  folder: string,
  run: string | undefined,
  nowMs: number,
): ClaimedByOthers {
  const uses = new Set<string>()
  const writes = new Set<string>()
  for (const name of readdirSync(folder)) {
    const writer = NAME.exec(name)?.[1]
    if (writer === undefined || name === `.run-${run}.json`) continue
    const path = join(folder, name)
    const ageMs = nowMs - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    const isAlive = isRunning(Number(writer))
    // A run in another container is not visible here; its folder may be.
    if (ageMs > (isAlive ? DAY_MS : HOUR_MS)) {
      rmSync(path, { force: true })
      continue
    }
    const claim = readClaim(path)
    for (const key of claim.uses) uses.add(key)
    if (isAlive) for (const key of claim.writes) writes.add(key)
  }
  return { uses, writes }
}

function readClaim(path: string): Claim {
  try {
    const { uses = [], writes = [] } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Claim>
    return { uses, writes }
  } catch {
    return { uses: [], writes: [] }
  }
}
