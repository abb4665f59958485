import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { strToU8, zipSync, type Zippable, type ZipOptions } from 'fflate'
import { writeFileAtomically } from '../lib/atomic-file'

export interface Bundle {
  readonly zipPath: string
  /** As Terraform's `source_code_hash` wants it. */
  readonly sha256Base64: string
  readonly bytes: number
}

export interface BundleOptions {
  /** Texts that lie beside the handler in the zip, by their names. */
  readonly extraFiles?: Readonly<Record<string, string>>
  /** The zip is written below it; default: `dist/lambdas` of this package. */
  readonly folder?: string
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What Lambda calls: the export `handler` of `index.mjs`. */
export const HANDLER = 'index.handler'

/**
 * A file of a zip: read-only for its owner, since it is never written, and readable for whoever runs it. fflate writes the
 * local time of a date, and this is the same local time in every zone.
 */
const FILE: ZipOptions = {
  mtime: new Date(1980, 0, 1, 12),
  os: 3,
  attrs: 0o100444 << 16,
  level: 9,
}

/**
 * Bundles a handler and all that it imports into a zip whose bytes depend on nothing but the sources: not on the
 * machine, its time zone, its umask, the clock or the folder.
 */
export function bundleHandler(entry: string, options: BundleOptions = {}): Bundle {
  const { extraFiles = {}, folder = join(ROOT, 'dist/lambdas') } = options
  const texts = { 'index.mjs': compiled(entry), ...extraFiles }
  const names = Object.keys(texts).sort() as (keyof typeof texts)[]
  const files: Zippable = {}
  for (const name of names) files[name] = [strToU8(texts[name]), FILE]
  const zip = zipSync(files)

  const hash = createHash('sha256').update(zip)
  const sha256Base64 = hash.copy().digest('base64')
  // Two syntheses at once may bundle one handler with different texts: a folder for each content keeps them apart.
  const zipPath = join(folder, hash.digest('hex').slice(0, 12), `${basename(entry, '.ts')}.zip`)
  writeFileAtomically(zipPath, zip)
  return { zipPath, sha256Base64, bytes: zip.length }
}

/** The source of `index.mjs`: an ES module for Node.js 22 and later. */
function compiled(entry: string): string {
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
    // CommonJS among the packages asks for built-in modules with `require`.
    banner: {
      js: "import{createRequire as __natlensRequire}from'node:module';const require=__natlensRequire(import.meta.url);",
    },
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const [file] = outputFiles
  if (!file) throw new Error(`esbuild made nothing of ${entry}`)
  return file.text
}
