import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test file's samples; gone when its tests are done. */
export function sampleFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'natlens-sample-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
