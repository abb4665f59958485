import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ROOT = join(__dirname, 'golden')

/**
 * Compares a text with the golden file of that name. `npm run test:update` writes all of them, a plain run those that are
 * not there yet, and CI none.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(ROOT, name)
  if (updateMode() === 'all' || (updateMode() === 'new' && !existsSync(path))) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  if (!existsSync(path))
    throw new Error(`the golden file ${relative(process.cwd(), path)} is missing`)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

/** The golden file as it is now; undefined when there is none. */
export function readGolden(name: string): string | undefined {
  const path = join(ROOT, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** What jest was told about snapshots: `--ci` is `none`, `--updateSnapshot` is `all`. */
export function updateMode(): 'all' | 'new' | 'none' {
  const { snapshotState } = expect.getState() as unknown as {
    snapshotState: { _updateSnapshot: 'all' | 'new' | 'none' }
  }
  return snapshotState._updateSnapshot
}
