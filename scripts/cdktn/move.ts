import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../lib/errors'
import { renameInCode, renameInManifest } from './rename'

/** A changed file, and the number of renamed packages in it. */
export interface Moved {
  /** Relative to the project's folder, with `/`. */
  readonly file: string
  readonly names: number
}

const MANIFEST = 'package.json'

/** The folders and files that contain the packages' names. */
const FOLDERS = ['stacks', 'scripts', 'test']
const FILES = ['main.ts', 'eslint.config.js', '.ci/installed-package']

/** The move itself and its test, which contain the old names. */
const OWN = /(^|\/)(cdktn\/|move-to-cdktn\.)/

/**
 * Moves a checkout of the project from CDKTF to CDK Terrain in place; idempotent.
 * @throws {UserError} when the folder is not a project that depends on CDKTF or CDK Terrain.
 */
export function moveToCdktn(folder: string): readonly Moved[] {
  const manifest = join(folder, MANIFEST)
  const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : ''
  if (!/"cdkt[fn]":/.test(text)) {
    throw new UserError(`\`${MANIFEST}\` depends on neither cdktf nor cdktn`, {
      help: 'run it in the folder of the project',
    })
  }
  const files = [
    MANIFEST,
    ...FILES.filter((file) => existsSync(join(folder, file))),
    ...FOLDERS.flatMap((name) => sources(folder, name)),
  ]
  return files.flatMap((file) => {
    const path = join(folder, file)
    const rename = file === MANIFEST ? renameInManifest : renameInCode
    const { text: renamed, names } = rename(readFileSync(path, 'utf8'))
    if (names === 0) return []
    writeFileSync(path, renamed)
    return [{ file, names }]
  })
}

function sources(folder: string, name: string): readonly string[] {
  if (!existsSync(join(folder, name))) return []
  return readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !OWN.test(file))
    .sort()
}
