import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { bundleHandler } from '../../stacks/bundles'

const ROOT = join(__dirname, '../..')
const extraFiles = { 'queries.json': '[{"name":"nat/upload","sql":"SELECT 1"}]\n' }

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-bundles-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Bundles the archive in a process of its own, with another time zone, umask, language and folder. */
function bundleElsewhere(name: string, environment: Readonly<Record<string, string>>): Buffer {
  const target = join(folder, name)
  const script = `
    import { bundleHandler } from ${JSON.stringify(join(ROOT, 'stacks/bundles.ts'))}
    process.umask(${environment['UMASK'] ?? '0o022'})
    process.chdir(${JSON.stringify(tmpdir())})
    const { zipPath } = bundleHandler('lambdas/archive.ts', ${JSON.stringify({ extraFiles, folder: target })})
    process.stdout.write(zipPath)`
  const zipPath = execFileSync(
    process.execPath,
    [
      '--import',
      join(ROOT, 'node_modules/tsx/dist/loader.mjs'),
      '--input-type=module',
      '-e',
      script,
    ],
    { cwd: ROOT, env: { ...process.env, ...environment }, stdio: 'pipe' },
  )
  return readFileSync(zipPath.toString())
}

describe('the bundle of a handler', () => {
  it('has the same bytes in any time zone, with any umask, in any folder', () => {
    const here = bundleHandler('lambdas/archive.ts', { extraFiles, folder })
    const bytes = readFileSync(here.zipPath)

    expect(bundleElsewhere('a', { TZ: 'Pacific/Kiritimati', UMASK: '0o077' }).equals(bytes)).toBe(
      true,
    )
    expect(
      bundleElsewhere('b', { TZ: 'America/Anchorage', UMASK: '0', LANG: 'C' }).equals(bytes),
    ).toBe(true)
    expect(here.bytes).toBe(bytes.length)
    expect(here.sha256Base64).toBe(createHash('sha256').update(bytes).digest('base64'))
  })

  it('holds the handler and the texts beside it, readable for any user', () => {
    const { zipPath } = bundleHandler('lambdas/archive.ts', { extraFiles, folder })
    const zip = readFileSync(zipPath)

    const files = unzipSync(zip)

    expect(Object.keys(files)).toEqual(['index.mjs', 'queries.json'])
    expect(strFromU8(files['queries.json']!)).toBe(extraFiles['queries.json'])
    // The mode is in the upper half of the external attributes of the central directory.
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    expect((zip.readUInt32LE(central + 38) >>> 16).toString(8)).toBe('100444')
  })

  it.each([
    ['add-partitions', 150_000],
    ['delete-partitions', 150_000],
    ['archive', 220_000],
  ])('of %s stays below %d bytes, with neither compiler nor DuckDB', (name, most) => {
    const { zipPath, bytes } = bundleHandler(`lambdas/${name}.ts`, { folder })
    const code = strFromU8(unzipSync(readFileSync(zipPath))['index.mjs']!)

    expect(bytes).toBeLessThan(most)
    expect(code).not.toMatch(/duckdb|sourceInside|isIpv4InSubnet|yargs/)
  })

  it('names the handler that cannot be bundled', () => {
    expect(() => bundleHandler('lambdas/nothing.ts', { folder })).toThrow(
      'Could not resolve "lambdas/nothing.ts"',
    )
  })
})
