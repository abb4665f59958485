import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { strToU8, zipSync, type Zippable, type ZipOptions } from 'fflate'
import { writeFileAtomically } from '../lib/atomic-file'

export interface Bundle {
  readonly zipPath: string
  /** For Terraform's `source_code_hash`. */
  readonly sha256Base64: string
  readonly bytes: number
}

export interface BundleOptions {
  /** Texts of further files in the zip, by their names. */
  readonly extraFiles?: Readonly<Record<string, string>>
  /** The folder of the zip; default: `dist/lambdas` of this package. */
  readonly folder?: string
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The function that Lambda calls: the export `handler` of `index.mjs`. */
export const HANDLER = 'index.handler'

/**
 * A file of a zip, readable for every user. fflate writes the local time of a date, and this one is the same in every time
 * zone.
 */
const FILE_OPTIONS: ZipOptions = {
  mtime: new Date(1980, 0, 1, 12),
  os: 3,
  attrs: 0o100444 << 16,
  level: 9,
}

/**
 * Bundles a handler and its imports into a zip. Equal sources give equal bytes, on every machine, in every time zone, with
 * every umask and in every folder.
 */
export function bundleHandler(entry: string, options: BundleOptions = {}): Bundle {
  const { extraFiles = {}, folder = join(ROOT, 'dist/lambdas') } = options
  const texts = { 'index.mjs': compileHandler(entry), ...extraFiles }
  const names = Object.keys(texts).sort() as (keyof typeof texts)[]
  const files: Zippable = {}
  for (const name of names) files[name] = [strToU8(texts[name]), FILE_OPTIONS]
  const zip = zipSync(files)

  const hash = createHash('sha256').update(zip)
  const sha256Base64 = hash.copy().digest('base64')
  // Two syntheses at the same time may bundle a handler with different texts: each content has its own folder.
  const zipPath = join(folder, hash.digest('hex').slice(0, 12), `${basename(entry, '.ts')}.zip`)
  writeFileAtomically(zipPath, zip)
  return { zipPath, sha256Base64, bytes: zip.length }
}

/** The source of `index.mjs`: an ES module for Node.js 22 and later. */
function compileHandler(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main'],
    // CommonJS packages load built-in modules with `require`.
    banner: {
      js: "import{createRequire as __natlensRequire}from'node:module';const require=__natlensRequire(import.meta.url);",
    },
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const [file] = outputFiles
  if (!file) throw new Error(`esbuild returned no output for ${entry}`)
  return file.text
}
